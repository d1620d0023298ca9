using Microsoft.Extensions.Logging;
using PixelShap.Video.Frames;
using PixelShap.Video.Language.Caching;
using PixelShap.Video.Language.Chat;
using PixelShap.Video.Language.Embedding;
using PixelShap.Video.Language.GenAi;

namespace PixelShap.Video.Language;

/// <summary>Makes the vision-language models whose answers cost something.</summary>
public static class LanguageModels
{
    /// <summary>The model that the settings name: a service that speaks chat completions, or a model on this machine.</summary>
    /// <param name="configuration">The settings under <c>vlm</c>.</param>
    /// <param name="seed">The seed of the run: it is sent along, and draws the jitter of pauses.</param>
    /// <param name="codec">Encodes the images.</param>
    /// <param name="baseDirectory">What relative paths in the settings are relative to.</param>
    /// <param name="planOnly">Whether to count what would be asked, without asking it; then no key and no model in memory is needed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told about errors of the service.</param>
    /// <exception cref="PixelShapException">There is no key, the address is none, or the model cannot be loaded.</exception>
    public static IVisionLanguageModel Create(
        VlmConfiguration configuration,
        long seed,
        IImageCodec codec,
        string baseDirectory,
        bool planOnly,
        TimeProvider time,
        ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        bool silent = planOnly || configuration.Cache.Offline;
        if (configuration.Cache is { Offline: true, Enabled: false })
        {
            throw new PixelShapException(ExitCode.Usage, "--offline needs the response cache, but vlm.cache.enabled is false.", "Set vlm.cache.enabled to true.");
        }

        ResponseCache? cache = Cache(configuration.Cache, baseDirectory, time);
        if (configuration.Provider == VlmProvider.OnnxGenai)
        {
            GenAiFolder folder = GenAiFolder.Open(configuration.Model, baseDirectory);
            IChatService local = silent ? new SilentService() : GenAiService.Load(folder, configuration);
            return new MeteredModel(folder.Name, configuration, seed, new GenAiRequestWriter(configuration, seed, folder, codec), local, cache, planOnly, time, logger);
        }

        ICredentials credentials = Credentials.Of(configuration, baseDirectory, silent, time);
        var endpoint = new OpenAiEndpoint(ServiceClients.Of(configuration, configuration.Model, credentials), credentials, time);
        var service = new OpenAiService(endpoint);
        return new MeteredModel(configuration.Model, configuration, seed, new ChatRequestWriter(configuration, seed, codec), service, cache, planOnly, time, logger);
    }

    /// <summary>The embedding model of a service that the settings name; asked about many texts at once, and about none twice.</summary>
    /// <param name="embedder">The settings under <c>attribution.embedder</c>.</param>
    /// <param name="vlm">The settings under <c>vlm</c>: address and key where the embedder names no others, limits, retries, cache.</param>
    /// <param name="seed">The seed of the run, which draws the jitter of pauses.</param>
    /// <param name="baseDirectory">What relative paths in the settings are relative to.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="PixelShapException">There is no key, or the address is none.</exception>
    public static ITextEmbedder Embedder(EmbedderConfiguration embedder, VlmConfiguration vlm, long seed, string baseDirectory, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(vlm);
        VlmConfiguration service = ServiceOf(embedder, vlm);
        ICredentials credentials = Credentials.Of(service, baseDirectory, vlm.Cache.Offline, time);
        var endpoint = new OpenAiEndpoint(ServiceClients.Of(service, embedder.Model, credentials), credentials, time);
        return new OpenAiTextEmbedder(endpoint, service, seed, Cache(vlm.Cache, baseDirectory, time), time);
    }

    /// <summary>The response cache that the settings name; null when they want none.</summary>
    public static ResponseCache? Cache(VlmCache configuration, string baseDirectory, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (!configuration.Enabled)
        {
            return null;
        }

        string folder = configuration.Directory == "auto" ? ResponseCache.UsualFolder : Path.GetFullPath(configuration.Directory, Path.GetFullPath(baseDirectory));
        return new ResponseCache(folder, time);
    }

    /// <summary>The service that embeds. A key or token of one company is never shown to the other.</summary>
    private static VlmConfiguration ServiceOf(EmbedderConfiguration embedder, VlmConfiguration vlm)
    {
        VlmProvider provider = embedder.Provider == EmbedderProvider.Azure ? VlmProvider.Azure : VlmProvider.Openai;
        bool isAnother = (vlm.Provider, provider) is (VlmProvider.Azure, VlmProvider.Openai) or (VlmProvider.Openai, VlmProvider.Azure);
        VlmConfiguration inherited = isAnother ? vlm with { BaseUrl = "", ApiKeyVariable = "auto", ApiKeyFile = "", Auth = VlmAuthentication.Key } : vlm;
        return inherited with
        {
            Provider = provider,
            BaseUrl = embedder.BaseUrl.Length > 0 ? embedder.BaseUrl : inherited.BaseUrl,
            ApiKeyVariable = embedder.ApiKeyVariable.Length > 0 ? embedder.ApiKeyVariable : inherited.ApiKeyVariable,
        };
    }

    /// <summary>Stands where nothing is asked: the answers come from the cache, or are only counted.</summary>
    private sealed class SilentService : IChatService
    {
        public Task<ChatReply> SendAsync(ChatRequest request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing may be asked of this model.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
