using PixelShap.Video.Language.Narration;

namespace PixelShap.Video.Language;

/// <summary>The providers by name. A new one is a class with its factory and a line here; its name in the settings, with its help, is a line of <see cref="VlmProvider"/>.</summary>
internal static class Providers
{
    /// <summary>All of them.</summary>
    public static IReadOnlyDictionary<VlmProvider, Func<ProviderParts, IVisionLanguageModel>> All { get; } = new Dictionary<VlmProvider, Func<ProviderParts, IVisionLanguageModel>>
    {
        [VlmProvider.Narrator] = static parts => new Narrator(
            parts.Segmenter ?? throw new InvalidOperationException("The narrator looks through a segmenter, and was given none.")),
        [VlmProvider.Openai] = OpenAiProvider.Create,
        [VlmProvider.Azure] = OpenAiProvider.Create,
        [VlmProvider.OnnxGenai] = GenAiProvider.Create,
    };
}
