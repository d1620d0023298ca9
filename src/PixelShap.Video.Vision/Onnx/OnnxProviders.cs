using Microsoft.ML.OnnxRuntime;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Vision.Onnx;

/// <summary>What the native library of ONNX Runtime beside the program can compute with on this machine.</summary>
public static class OnnxProviders
{
    // y = x + x for one number (opset 13): the smallest network that a provider has to compute itself.
    private static readonly byte[] Doubling = Convert.FromBase64String(
        "CAgSADo1Cg4KAXgKAXgSAXkiA0FkZBIBZ1oPCgF4EgoKCAgBEgQKAggBYg8KAXkSCgoICAESBAoCCAFCBAoAEA0=");

    /// <summary>The version of the native library, for example <c>1.31.1</c>.</summary>
    /// <exception cref="PixelShapException">The library cannot be loaded.</exception>
    public static string Version => Environment().GetVersionString();

    /// <summary>The providers that the native library was built with and this program can ask for, the best first; the processor is always the last.</summary>
    /// <exception cref="PixelShapException">The library cannot be loaded.</exception>
    public static IReadOnlyList<ExecutionProvider> InBuild()
    {
        string[] names = Environment().GetAvailableProviders();
        return [.. OnnxSession.Fastest.Where(provider => names.Contains(OnnxSession.NativeName(provider))), ExecutionProvider.Cpu];
    }

    /// <summary>Computes a tiny network with a provider.</summary>
    /// <param name="provider">One of <see cref="InBuild"/>.</param>
    /// <returns>Why it does not work; null when it does.</returns>
    /// <exception cref="PixelShapException">The library cannot be loaded.</exception>
    public static string? Try(ExecutionProvider provider)
    {
        _ = Environment();
        try
        {
            using SessionOptions options = OnnxSession.Options(new OnnxModelOptions { Threads = 1 }, provider);
            using var session = new InferenceSession(Doubling, options);
            float[] number = [21];
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(number, [1]);
            using var run = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, ["x"], [input], ["y"]);
            return outputs[0].GetTensorDataAsSpan<float>()[0] == 42 ? null : "it computes wrong numbers";
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or EntryPointNotFoundException)
        {
            return OnnxSession.ReasonOf(provider, exception);
        }
    }

    /// <summary>The runtime itself.</summary>
    /// <exception cref="PixelShapException">The library cannot be loaded.</exception>
    internal static OrtEnv Environment()
    {
        try
        {
            // Its own lines on the error output would say again, and less clearly, what this program says.
            OrtEnv environment = OrtEnv.Instance();
            environment.EnvLogLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
            return environment;
        }
        catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new PixelShapException(
                ExitCode.Failed,
                "ONNX Runtime's native library (libonnxruntime.so) is not beside the program, or cannot be loaded.",
                "Build the program again, or reference Microsoft.ML.OnnxRuntime in a program of your own.",
                exception);
        }
    }
}
