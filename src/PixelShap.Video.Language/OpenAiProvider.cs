using PixelShap.Video.Language.Caching;
using PixelShap.Video.Language.Chat;
using PixelShap.Video.Language.Services;

namespace PixelShap.Video.Language;

/// <summary>Models behind a network: OpenAI, Azure OpenAI, and what speaks like OpenAI.</summary>
internal static class OpenAiProvider
{
    /// <summary>Makes a model.</summary>
    /// <exception cref="PixelShapException">There is no key, or the address is none.</exception>
    public static IVisionLanguageModel Create(ProviderParts parts)
    {
        VlmConfiguration configuration = parts.Configuration;
        ResponseCache? cache = LanguageModels.Cache(configuration.Cache, parts.BaseDirectory, parts.Time, parts.Shared?.Answers);
        ICredentials credentials = Credentials.Of(configuration, parts.BaseDirectory, parts.IsSilent, parts.Time);
        var clients = ServiceClients.Of(configuration, configuration.Model, credentials);
        var endpoint = new OpenAiEndpoint(clients, credentials, TimeSpan.FromSeconds(configuration.Limits.LongestWait), parts.Time);
        ServiceProfile profile = ServiceProfiles.Of(configuration);
        ServiceForm form = configuration.MaxTokensName switch
        {
            MaxTokensName.MaxTokens => profile.Form with { MaxTokens = "max_tokens" },
            MaxTokensName.MaxCompletionTokens => profile.Form with { MaxTokens = "max_completion_tokens" },
            _ => profile.Form,
        };
        var felt = new FeltForm(
            form, cache?.Folder, $"{ServiceProfiles.AddressOf(configuration).TrimEnd('/')}\0{configuration.Model}", $"{configuration.Model} at {clients.Host}", parts.Time, parts.Logger);
        var service = new OpenAiService(endpoint, felt, profile.Reasoning);
        return new MeteredModel(configuration.Model, parts, new ChatRequestWriter(configuration, felt, parts.Seed, parts.Codec), service, cache);
    }
}
