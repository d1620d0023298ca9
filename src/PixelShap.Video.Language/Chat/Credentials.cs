using System.ClientModel;
using System.ClientModel.Primitives;

namespace PixelShap.Video.Language.Chat;

/// <summary>Who asks a service. What it holds is shown to the service and to nobody else.</summary>
internal interface ICredentials
{
    /// <summary>Makes the SDK's requests carry them.</summary>
    ApiKeyCredential Apply(ClientPipelineOptions options);

    /// <summary>A text in which every secret is replaced by <c>***</c>.</summary>
    string Redact(string text);
}

/// <summary>A key; null for a server of one's own that needs none.</summary>
internal sealed class KeyCredentials(string? key) : ICredentials
{
    // A local server that needs no key ignores this one; the SDK insists on some.
    private const string NoKey = "none";

    /// <inheritdoc/>
    public ApiKeyCredential Apply(ClientPipelineOptions options) => new(key ?? NoKey);

    /// <inheritdoc/>
    public string Redact(string text) => key is { Length: > 0 } ? text.Replace(key, "***", StringComparison.Ordinal) : text;
}

/// <summary>Finds the credentials that the settings ask for.</summary>
internal static class Credentials
{
    /// <summary>The credentials for chat and, where they name no others, for embeddings.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="baseDirectory">What the path of a key file is relative to.</param>
    /// <param name="silent">Whether nothing will be asked, so that none are needed.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="PixelShapException">There is no key, or Entra ID is wanted without the address of Azure.</exception>
    public static ICredentials Of(VlmConfiguration configuration, string baseDirectory, bool silent, TimeProvider time)
    {
        if (configuration.Auth == VlmAuthentication.Key)
        {
            return new KeyCredentials(silent ? null : ApiKey.Find(configuration, baseDirectory));
        }

        return configuration.BaseUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? EntraCredentials.OfThisMachine(configuration.EntraScope, time)
            : throw new PixelShapException(
                ExitCode.Usage,
                "vlm.auth is 'entra', but vlm.base_url is no https address.",
                configuration.Provider == Providers.Azure
                    ? "Set vlm.base_url to https://NAME.openai.azure.com, or vlm.auth to key."
                    : "Set vlm.base_url to https://NAME.openai.azure.com/openai/v1, or vlm.auth to key.");
    }
}
