using PixelShap.Video.Language.Chat;
using PixelShap.Video.Language.GenAi;

namespace PixelShap.Video.Language;

/// <summary>Models on this machine, through ONNX Runtime GenAI.</summary>
internal static class GenAiProvider
{
    /// <summary>Makes a model.</summary>
    /// <exception cref="PixelShapException">The folder holds no model, or the runtime is missing.</exception>
    public static IVisionLanguageModel Create(ProviderParts parts)
    {
        GenAiFolder folder = GenAiFolder.Open(parts.Configuration.Model, parts.BaseDirectory);
        IChatService local = parts.IsSilent ? new SilentService() : GenAiService.Load(folder, parts.Configuration);
        var writer = new LocalRequestWriter(
            parts.Configuration,
            parts.Seed,
            $"onnx-genai\0{folder.Fingerprint}",
            (question, images) => folder.Template.Write(parts.Configuration.SystemPrompt, question, images),
            parts.Codec);
        return new MeteredModel(folder.Name, parts, writer, local, LanguageModels.Cache(parts.Configuration.Cache, parts.BaseDirectory, parts.Time, parts.Shared?.Answers));
    }
}
