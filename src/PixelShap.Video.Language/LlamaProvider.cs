using PixelShap.Video.Language.Chat;
using PixelShap.Video.Language.Llama;

namespace PixelShap.Video.Language;

/// <summary>Models on this machine in files of the form GGUF, through LLamaSharp and llama.cpp.</summary>
internal static class LlamaProvider
{
    /// <summary>The name in the settings.</summary>
    public const string Name = "llama";

    /// <summary>Makes a model.</summary>
    /// <exception cref="PixelShapException">There is no model with eyes, or the runtime is missing.</exception>
    public static IVisionLanguageModel Create(ProviderParts parts)
    {
        VlmConfiguration configuration = parts.Configuration;
        LlamaFiles files = LlamaFiles.Find(configuration.Model, parts.BaseDirectory);
        IChatService local = parts.IsSilent ? new SilentService() : LlamaService.Load(files, configuration);
        var writer = new LocalRequestWriter(
            configuration, parts.Seed, $"{Name}\0{files.Fingerprint}\0{configuration.ChatTemplate}\0{configuration.SystemPrompt}", static (question, _) => question, parts.Codec);
        return new MeteredModel(files.Name, parts, writer, local, LanguageModels.Cache(configuration.Cache, parts.BaseDirectory, parts.Time, parts.Shared?.Answers));
    }
}
