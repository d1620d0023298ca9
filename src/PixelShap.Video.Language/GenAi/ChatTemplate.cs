namespace PixelShap.Video.Language.GenAi;

/// <summary>How a family of models wants a question with images written. Sources: the model cards of the families on huggingface.co.</summary>
internal sealed class ChatTemplate
{
    private readonly Func<string, string, int, string> _write;

    private ChatTemplate(string name, Func<string, string, int, string> write)
    {
        Name = name;
        _write = write;
    }

    /// <summary>The family, for people.</summary>
    public string Name { get; }

    /// <summary>The types of models, as <c>model.type</c> of <c>genai_config.json</c> names them, that there is a template for.</summary>
    public static IReadOnlyDictionary<string, ChatTemplate> ByType { get; } = new Dictionary<string, ChatTemplate>
    {
        ["phi3v"] = new("Phi-3.5-vision", static (system, question, images) =>
            (system.Length > 0 ? $"<|system|>\n{system}<|end|>\n" : "") + $"<|user|>\n{Numbered(images, "\n")}{question}<|end|>\n<|assistant|>\n"),
        ["phi4mm"] = new("Phi-4-multimodal", static (system, question, images) =>
            (system.Length > 0 ? $"<|system|>{system}<|end|>" : "") + $"<|user|>{Numbered(images, "")}{question}<|end|><|assistant|>"),
        ["qwen2_5_vl"] = new("Qwen2.5-VL", static (system, question, images) =>
            $"<|im_start|>system\n{(system.Length > 0 ? system : "You are a helpful assistant.")}<|im_end|>\n<|im_start|>user\n"
            + string.Concat(Enumerable.Repeat("<|vision_start|><|image_pad|><|vision_end|>", images)) + $"{question}<|im_end|>\n<|im_start|>assistant\n"),
    };

    /// <summary>Writes a question.</summary>
    /// <param name="system">The system prompt; empty for the family's usual one.</param>
    /// <param name="question">The question.</param>
    /// <param name="images">How many images it is about.</param>
    public string Write(string system, string question, int images) => _write(Plain(system), Plain(question), images);

    private static string Numbered(int images, string separator) => string.Concat(Enumerable.Range(1, images).Select(i => $"<|image_{i}|>{separator}"));

    /// <summary>A text in which nothing is taken for a token of the template.</summary>
    private static string Plain(string text) => text.Replace("<|", "< |", StringComparison.Ordinal);
}
