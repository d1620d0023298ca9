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
        var writer = new GenAiRequestWriter(parts.Configuration, parts.Seed, folder, parts.Codec);
        return new MeteredModel(folder.Name, parts, writer, local, LanguageModels.Cache(parts.Configuration.Cache, parts.BaseDirectory, parts.Time));
    }

    /// <summary>Stands where nothing is asked: the answers come from the cache, or are only counted.</summary>
    private sealed class SilentService : IChatService
    {
        public Task<ChatReply> SendAsync(ChatRequest request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing may be asked of this model.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
