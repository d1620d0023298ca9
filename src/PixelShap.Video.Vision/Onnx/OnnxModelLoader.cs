using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using PixelShap.Video.Files;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Vision.Onnx;

/// <summary>Loads ONNX models on the best execution provider that works.</summary>
public sealed partial class OnnxModelLoader
{
    private readonly ILogger _logger;
    private int _warned;

    /// <summary>Creates a loader.</summary>
    public OnnxModelLoader(ILoggerFactory loggerFactory) => _logger = loggerFactory.CreateLogger<OnnxModelLoader>();

    /// <summary>Loads a model.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="options">The provider and the threads. <see cref="ExecutionProvider.Auto"/> takes the best provider that works. Where it or a provider
    /// that is asked for by name does not work on this machine, the processor computes, and one warning of this loader says why.</param>
    /// <exception cref="PixelShapException">The file is missing or is not an ONNX model, or ONNX Runtime's native library cannot be loaded.</exception>
    public OnnxModel Load(string path, OnnxModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!File.Exists(path))
        {
            throw new PixelShapException(
                ExitCode.Usage, $"The model '{path}' {(Directory.Exists(path) ? "is a folder" : "does not exist")}.",
                "Check the path, or see 'pixelshap models list' for models that can be fetched.");
        }

        try
        {
            using FileStream stream = RegularFile.Open(path, long.MaxValue);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new PixelShapException(ExitCode.Usage, $"The model '{path}' may not be read by this user.", "Change its permissions, for example with `chmod u+r`.", exception);
        }
        catch (IOException exception)
        {
            throw new PixelShapException(ExitCode.Usage, $"The model '{path}' cannot be read: {Cause.Of(exception)}.", "Name an ONNX file.", exception);
        }

        IReadOnlyList<ExecutionProvider> inBuild = OnnxProviders.InBuild();
        IEnumerable<ExecutionProvider> wanted = options.Provider switch
        {
            ExecutionProvider.Auto => inBuild.Where(provider => provider != ExecutionProvider.Cpu),
            ExecutionProvider.Cpu => [],
            ExecutionProvider named => [named],
        };
        var refusals = new List<string>();
        foreach (ExecutionProvider provider in wanted)
        {
            if (TryOpen(path, options, provider, inBuild, out string reason) is { } model)
            {
                if (refusals.Count > 0)
                {
                    Log.NextBest(_logger, provider, string.Join("; ", refusals));
                }

                return model;
            }

            refusals.Add($"{provider.ToString().ToLowerInvariant()} does not work here ({reason})");
        }

        OnnxModel onProcessor = OpenOnProcessor(path, options);
        if (refusals.Count > 0 && Interlocked.Exchange(ref _warned, 1) == 0)
        {
            Log.FallingBack(_logger, string.Join("; ", refusals));
        }

        return onProcessor;
    }

    /// <summary>Loads a model on a provider for GPUs; null when that does not work.</summary>
    private static OnnxModel? TryOpen(
        string path, OnnxModelOptions options, ExecutionProvider provider, IReadOnlyList<ExecutionProvider> inBuild, out string reason)
    {
        reason = OnnxSession.NotInBuild;
        if (!inBuild.Contains(provider))
        {
            return null;
        }

        try
        {
            using SessionOptions session = OnnxSession.Options(options, provider);
            return new OnnxModel(path, new InferenceSession(path, session), provider);
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or EntryPointNotFoundException)
        {
            reason = OnnxSession.ReasonOf(provider, exception);
            return null;
        }
    }

    private static OnnxModel OpenOnProcessor(string path, OnnxModelOptions options)
    {
        using SessionOptions session = OnnxSession.Options(options, ExecutionProvider.Cpu);
        try
        {
            return new OnnxModel(path, new InferenceSession(path, session), ExecutionProvider.Cpu);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new PixelShapException(
                ExitCode.Usage,
                $"The file '{path}' cannot be loaded as an ONNX model: {NetworkFault.Of(exception.Message)}.",
                NetworkFault.LacksWeights(exception.Message) ? "Copy the file of its weights beside it." : "Give a complete .onnx file whose operators ONNX Runtime knows.",
                exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The processor computes the networks: {Reasons}. 'pixelshap doctor' says what is missing.")]
        internal static partial void FallingBack(ILogger logger, string reasons);

        [LoggerMessage(2, LogLevel.Information, "{Provider} computes the networks: {Reasons}.")]
        internal static partial void NextBest(ILogger logger, ExecutionProvider provider, string reasons);
    }
}
