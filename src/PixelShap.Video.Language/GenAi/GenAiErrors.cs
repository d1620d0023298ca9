namespace PixelShap.Video.Language.GenAi;

/// <summary>What goes wrong with models on this machine, in one sentence.</summary>
internal static class GenAiErrors
{
    /// <summary>The runtime is missing.</summary>
    public static PixelShapException NoRuntime(string reason, Exception? cause = null) => new(
        ExitCode.Usage,
        $"vlm.provider is 'onnx-genai', but ONNX Runtime GenAI is not there: {reason}.",
        "Build it in with `make build OnnxRuntimeGenAi=true` (108 MB to fetch), or choose another vlm.provider.",
        cause);

    /// <summary>The runtime's message without line breaks and its last full stop.</summary>
    public static string OneLine(Exception exception) => exception.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
