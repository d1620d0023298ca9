using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using PixelShap.Video.Files;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Vision.Onnx;

/// <summary>What a session needs to be computed by a provider, and why a provider refuses.</summary>
internal static partial class OnnxSession
{
    /// <summary>The providers for GPUs, the fastest first.</summary>
    public static readonly IReadOnlyList<ExecutionProvider> Fastest = [ExecutionProvider.Tensorrt, ExecutionProvider.Cuda];

    /// <summary>The options of a session.</summary>
    /// <exception cref="OnnxRuntimeException">The provider's library, or one that it needs, cannot be loaded.</exception>
    /// <exception cref="EntryPointNotFoundException">The native library was built without the provider.</exception>
    public static SessionOptions Options(OnnxModelOptions options, ExecutionProvider provider)
    {
        var session = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        try
        {
            if (options.Threads > 0)
            {
                session.IntraOpNumThreads = options.Threads;
            }

            // Idle network threads must not spin: they would take the cores from decoding and tracking.
            session.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            if (provider == ExecutionProvider.Tensorrt)
            {
                session.AppendExecutionProvider_Tensorrt(options.DeviceId);
            }

            if (provider is ExecutionProvider.Tensorrt or ExecutionProvider.Cuda)
            {
                session.AppendExecutionProvider_CUDA(options.DeviceId);
            }

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The name of a provider in ONNX Runtime.</summary>
    public static string NativeName(ExecutionProvider provider) => provider switch
    {
        ExecutionProvider.Tensorrt => "TensorrtExecutionProvider",
        ExecutionProvider.Cuda => "CUDAExecutionProvider",
        _ => "CPUExecutionProvider",
    };

    /// <summary>Why a provider does not work: the library that is missing where that is the reason, else what ONNX Runtime's text means.</summary>
    public static string ReasonOf(ExecutionProvider provider, Exception exception)
    {
        if (exception is EntryPointNotFoundException)
        {
            return NotInBuild;
        }

        return MissingLibrary($"libonnxruntime_providers_{provider.ToString().ToLowerInvariant()}.so") is { } library
            ? $"{library} is missing"
            : NetworkFault.Of(exception.Message);
    }

    /// <summary>
    /// The library that a provider's own library needs and this machine lacks; null where all are there. ONNX Runtime itself says it in its log alone. To be
    /// asked after ONNX Runtime has failed: a provider's library that it did not load itself would not find it.
    /// </summary>
    private static string? MissingLibrary(string provider)
    {
        try
        {
            _ = NativeLibrary.Load(provider, typeof(OrtEnv).Assembly, null);
            return null;
        }
        catch (DllNotFoundException exception)
        {
            string[] missing = [.. Missing().Matches(exception.Message).Select(match => match.Groups[1].Value)];
            return missing.FirstOrDefault(library => !library.Contains("onnxruntime", StringComparison.Ordinal)) ?? provider;
        }
    }

    // The words of the dynamic linker of glibc.
    [GeneratedRegex(@"([\w.+-]+\.so[\w.]*): cannot open shared object file")]
    private static partial Regex Missing();

    /// <summary>What is said of a provider that the native library does not have.</summary>
    public const string NotInBuild = "the program was built with OnnxRuntime=cpu";
}
