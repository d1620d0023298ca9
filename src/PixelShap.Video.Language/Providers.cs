namespace PixelShap.Video.Language;

/// <summary>The providers by name. A new one is a class with its factory and a line here.</summary>
public static class Providers
{
    /// <summary>The rule-based stand-in.</summary>
    public const string Narrator = "narrator";

    /// <summary>The small network that tools/glance trains.</summary>
    public const string Glance = "glance";

    /// <summary>What speaks OpenAI's chat completions.</summary>
    public const string OpenAi = "openai";

    /// <summary>A deployment of Azure OpenAI, through its dated API.</summary>
    public const string Azure = "azure";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ProviderEntry> All { get; } =
    [
        new(Narrator, "a rule-based stand-in that runs the pipeline's own segmenter on each masked image; it needs no network and no key", static parts => new Narration.Narrator(
            parts.Segmenter ?? throw new InvalidOperationException("The narrator looks through a segmenter, and was given none."))),
        new(Glance, "a small neural vision-language model of our own, which comes with the program: it looks at pixels, and knows rendered streets alone", static parts => Language.Glance.GlanceModel.Load(
            Path.Combine(parts.ModelsFolder, "pixelshap-glance.onnx"), parts.Configuration, parts.Seed)),
        new(OpenAi, "any service that speaks OpenAI's chat completions", OpenAiProvider.Create),
        new(Azure, "a deployment of Azure OpenAI", OpenAiProvider.Create),
        new("onnx-genai", "a model on this machine, through ONNX Runtime GenAI", GenAiProvider.Create) { OpensFiles = true },
        new(LlamaProvider.Name, "a model on this machine in GGUF files, through llama.cpp", LlamaProvider.Create) { OpensFiles = true },
    ];

    /// <summary>What the setting <c>vlm.provider</c> may name.</summary>
    public static IReadOnlyList<(string Name, string Help)> Choices { get; } = [.. All.Select(entry => (entry.Name, entry.Help))];
}

/// <summary>A provider that can be chosen by name.</summary>
/// <param name="Name">The name in the settings.</param>
/// <param name="Help">Who answers, for people: a part of a sentence.</param>
/// <param name="Create">Makes a model.</param>
public sealed record ProviderEntry(string Name, string Help, Func<ProviderParts, IVisionLanguageModel> Create)
{
    /// <summary>Whether <c>vlm.model</c> names files on this machine, and so may name a model that was pulled. The default value is false.</summary>
    public bool OpensFiles { get; init; }
}
