using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Frames;
using PixelShap.Video.Language.Caching;
using PixelShap.Video.Language.Calls;
using PixelShap.Video.Language.Chat;
using PixelShap.Video.Language.Clients;
using PixelShap.Video.Language.Embedding;
using PixelShap.Video.Language.Services;

namespace PixelShap.Video.Language;

/// <summary>Makes the vision-language models and embedding models that the settings name.</summary>
public static class LanguageModels
{
    /// <summary>The model that the settings name.</summary>
    /// <exception cref="PixelShapException">There is no key, the address is none, or the model cannot be loaded.</exception>
    public static IVisionLanguageModel Create(ProviderParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Configuration.Cache is { Offline: true, Enabled: false }
            ? throw new PixelShapException(ExitCode.Usage, "--offline needs the response cache, but vlm.cache.enabled is false.", "Set vlm.cache.enabled to true.")
            : (Providers.All.FirstOrDefault(entry => entry.Name == parts.Configuration.Provider) ?? throw Unknown(parts.Configuration.Provider)).Create(parts);
    }

    /// <inheritdoc cref="Create(ProviderParts)"/>
    /// <param name="configuration">The settings under <c>vlm</c>.</param>
    /// <param name="seed">The seed of the run: it is sent along, and draws the jitter of pauses.</param>
    /// <param name="codec">Encodes the images.</param>
    /// <param name="baseDirectory">What relative paths in the settings are relative to.</param>
    /// <param name="planOnly">Whether to count what would be asked, without asking it; then no key and no model in memory is needed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told about errors of the service.</param>
    public static IVisionLanguageModel Create(
        VlmConfiguration configuration, long seed, IImageCodec codec, string baseDirectory, bool planOnly, TimeProvider time, ILogger logger) => Create(new ProviderParts
        {
            Configuration = configuration,
            Seed = seed,
            Codec = codec,
            BaseDirectory = baseDirectory,
            PlanOnly = planOnly,
            Time = time,
            Logger = logger,
        });

    /// <summary>A model behind any client of <c>Microsoft.Extensions.AI</c>: with cache, limits, budgets, retries and cleaned answers like every other.</summary>
    /// <param name="client">Answers the questions; stays the caller's.</param>
    /// <param name="id">The model, for people and for the keys of the response cache.</param>
    /// <param name="parts">The settings and what comes with them; provider, address and key in them are not looked at.</param>
    public static IVisionLanguageModel Of(IChatClient client, string id, ProviderParts parts)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(parts);
        VlmConfiguration configuration = parts.Configuration;
        var service = new ChatClientService(client, id, configuration, parts.Time);
        return new MeteredModel(id, parts, new ChatClientWriter(configuration, id, parts.Seed, parts.Codec), service, Cache(configuration.Cache, parts.BaseDirectory, parts.Time, parts.Shared?.Answers));
    }

    /// <summary>The embedding model of a service that the settings name; asked about many texts at once, and about none twice.</summary>
    /// <param name="embedder">The settings under <c>attribution.embedder</c>.</param>
    /// <param name="vlm">The settings under <c>vlm</c>: address and key where the embedder names no others, limits, retries, budgets, cache.</param>
    /// <param name="seed">The seed of the run, which draws the jitter of pauses.</param>
    /// <param name="baseDirectory">What relative paths in the settings are relative to.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told about errors of the service; null for nobody. The default value is null.</param>
    /// <param name="account">What the run spends, shared with its other models; null for an account of the embedder's own. The default value is null.</param>
    /// <exception cref="PixelShapException">There is no key, or the address is none.</exception>
    public static ITextEmbedder Embedder(
        EmbedderConfiguration embedder, VlmConfiguration vlm, long seed, string baseDirectory, TimeProvider time, ILogger? logger = null, ServiceAccount? account = null)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(vlm);
        VlmConfiguration service = ServiceOf(embedder, vlm);
        ICredentials credentials = Credentials.Of(service, baseDirectory, vlm.Cache.Offline, time);
        var clients = ServiceClients.Of(service, embedder.Model, credentials, embedder.BaseUrl.Length > 0 ? "attribution.embedder.base_url" : "vlm.base_url");
        var endpoint = new OpenAiEndpoint(clients, credentials, TimeSpan.FromSeconds(vlm.Limits.LongestWait), time);
        ILogger log = logger ?? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;
        return new OpenAiTextEmbedder(endpoint, service, seed, Cache(vlm.Cache, baseDirectory, time, account?.Shared?.Answers), account, time, log);
    }

    /// <summary>The account that a model spends from, for its run's embedder; null for a model that costs nothing.</summary>
    public static ServiceAccount? AccountOf(IVisionLanguageModel model) => (model as MeteredModel)?.Account;

    /// <summary>The response cache that the settings name; null when they want none.</summary>
    /// <param name="configuration">The settings under <c>vlm.cache</c>.</param>
    /// <param name="baseDirectory">What a relative path in them is relative to.</param>
    /// <param name="time">The clock.</param>
    /// <param name="shared">Answers of other processes; null for none. The default value is null.</param>
    public static ResponseCache? Cache(VlmCache configuration, string baseDirectory, TimeProvider time, ISharedAnswers? shared = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (!configuration.Enabled)
        {
            return null;
        }

        string folder = configuration.Directory == "auto" ? ResponseCache.UsualFolder : Path.GetFullPath(configuration.Directory, Path.GetFullPath(baseDirectory));
        return File.Exists(folder)
            ? throw new PixelShapException(ExitCode.Usage, $"vlm.cache.directory is {folder}, which is a file.", "Name a folder; it is made where there is none.")
            : new ResponseCache(folder, time, shared);
    }

    private static PixelShapException Unknown(string provider) => new(
        ExitCode.Usage, $"There is no provider '{provider}'.", $"Set vlm.provider to one of {string.Join(", ", Providers.All.Select(entry => entry.Name))}.");

    /// <summary>The service that embeds. A key or token of one company is never shown to the other.</summary>
    private static VlmConfiguration ServiceOf(EmbedderConfiguration embedder, VlmConfiguration vlm)
    {
        string provider = embedder.Provider == EmbedderProvider.Azure ? Providers.Azure : Providers.OpenAi;
        bool isAnother = (vlm.Provider, provider) is (Providers.Azure, Providers.OpenAi) or (Providers.OpenAi, Providers.Azure);
        VlmConfiguration inherited = isAnother ? vlm with { BaseUrl = "", Service = VlmService.Auto, ApiKeyVariable = "auto", ApiKeyFile = "", Auth = VlmAuthentication.Key } : vlm;
        return inherited with
        {
            Provider = provider,
            BaseUrl = embedder.BaseUrl.Length > 0 ? embedder.BaseUrl : ServiceProfiles.AddressOf(inherited),
            Service = embedder.BaseUrl.Length > 0 ? VlmService.Auto : inherited.Service,
            ApiKeyVariable = embedder.ApiKeyVariable.Length > 0 ? embedder.ApiKeyVariable : inherited.ApiKeyVariable,
        };
    }
}
