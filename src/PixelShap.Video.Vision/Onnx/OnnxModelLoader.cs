using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using PixelShap.Video.Configuration;

namespace PixelShap.Video.Vision.Onnx;

/// <summary>Loads ONNX models on the best execution provider that works.</summary>
public sealed partial class OnnxModelLoader
{
    private static readonly ExecutionProvider[] BestFirst = [ExecutionProvider.Tensorrt, ExecutionProvider.Cuda];

    private readonly ILogger _logger;

    /// <summary>Creates a loader.</summary>
    public OnnxModelLoader(ILoggerFactory loggerFactory) => _logger = loggerFactory.CreateLogger<OnnxModelLoader>();

    /// <summary>Loads a model.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="options">The provider and the threads. With <see cref="ExecutionProvider.Auto"/> a provider that cannot be
    /// loaded is logged as a warning and the next best is taken; a provider asked for by name must work.</param>
    /// <exception cref="PixelShapException">The file is missing or is not an ONNX model, or the provider asked for does not
    /// work.</exception>
    public OnnxModel Load(string path, OnnxModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!File.Exists(path))
        {
            throw new PixelShapException(
                ExitCode.Usage, $"The model '{path}' does not exist.",
                "Check the path, or see 'pixelshap models list' for models that can be fetched.");
        }

        string[] available = OrtEnv.Instance().GetAvailableProviders();
        ExecutionProvider[] wanted = options.Provider switch
        {
            ExecutionProvider.Auto => BestFirst,
            ExecutionProvider.Cpu => [],
            ExecutionProvider named => [named],
        };
        foreach (ExecutionProvider provider in wanted)
        {
            if (!available.Contains(NativeName(provider)))
            {
                if (options.Provider == ExecutionProvider.Auto)
                {
                    Log.NotInBuild(_logger, provider);
                }
                else
                {
                    Log.FallingBack(_logger, provider, "it is not in this build of ONNX Runtime");
                }

                continue;
            }

            try
            {
                return Open(path, options, provider);
            }
            catch (PixelShapException exception) when (exception.ExitCode == ExitCode.Failed)
            {
                Log.FallingBack(_logger, provider, exception.Message);
            }
        }

        return Open(path, options, ExecutionProvider.Cpu);
    }

    private static OnnxModel Open(string path, OnnxModelOptions options, ExecutionProvider provider)
    {
        using var session = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        if (options.Threads > 0)
        {
            session.IntraOpNumThreads = options.Threads;
        }

        // Idle network threads must not spin: they would take the cores from decoding and tracking.
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        AppendProvider(session, options, provider);
        try
        {
            return new OnnxModel(path, new InferenceSession(path, session), provider);
        }
        catch (OnnxRuntimeException exception) when (provider == ExecutionProvider.Cpu)
        {
            throw new PixelShapException(
                ExitCode.Usage,
                $"The file '{path}' cannot be loaded as an ONNX model: {exception.Message.Split('\n', 2)[0]}",
                "Give a complete .onnx file whose operators ONNX Runtime knows.",
                exception);
        }
        catch (OnnxRuntimeException exception)
        {
            throw ProviderFailed(provider, exception);
        }
    }

    private static void AppendProvider(SessionOptions session, OnnxModelOptions options, ExecutionProvider provider)
    {
        try
        {
            if (provider == ExecutionProvider.Tensorrt)
            {
                session.AppendExecutionProvider_Tensorrt(options.DeviceId);
            }

            if (provider is ExecutionProvider.Tensorrt or ExecutionProvider.Cuda)
            {
                session.AppendExecutionProvider_CUDA(options.DeviceId);
            }
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or EntryPointNotFoundException)
        {
            throw ProviderFailed(provider, exception);
        }
    }

    private static PixelShapException ProviderFailed(ExecutionProvider provider, Exception exception) => new(
        ExitCode.Failed,
        $"The execution provider {provider.ToString().ToLowerInvariant()} cannot be loaded: {exception.Message.Split('\n', 2)[0]}",
        "Use the execution provider 'auto' or 'cpu', or install what docs/segmenters.md lists for NVIDIA GPUs.",
        exception);

    private static string NativeName(ExecutionProvider provider) =>
        provider == ExecutionProvider.Tensorrt ? "TensorrtExecutionProvider" : "CUDAExecutionProvider";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The execution provider {Provider} is not used, the next best one is: {Reason}")]
        internal static partial void FallingBack(ILogger logger, ExecutionProvider provider, string reason);

        [LoggerMessage(2, LogLevel.Debug, "{Provider} is not in this build of ONNX Runtime.")]
        internal static partial void NotInBuild(ILogger logger, ExecutionProvider provider);
    }
}
