using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.Core;
using Azure.Identity;

namespace PixelShap.Video.Language.Chat;

/// <summary>
/// A sign-in with Entra ID: each request carries a token, which is fetched once and again shortly before it ends. Thread-safe.
/// </summary>
/// <param name="credential">Fetches tokens.</param>
/// <param name="scope">What they are for.</param>
/// <param name="time">The clock.</param>
internal sealed class EntraCredentials(TokenCredential credential, string scope, TimeProvider time) : ICredentials
{
    private const string AzureKeyHeader = "api-key";

    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private Task<AccessToken>? _token;

    /// <summary>Whoever is signed in on this machine: environment, workload or managed identity, Azure CLI and the like.</summary>
    public static EntraCredentials OfThisMachine(string scope, TimeProvider time) => new(new DefaultAzureCredential(), scope, time);

    /// <inheritdoc/>
    public ApiKeyCredential Apply(ClientPipelineOptions options)
    {
        options.AddPolicy(new BearerPolicy(this), PipelinePosition.BeforeTransport);

        // The SDKs insist on a key; the policy replaces it by the token.
        return new ApiKeyCredential("none");
    }

    /// <inheritdoc/>
    public string Redact(string text) =>
        _token is { IsCompletedSuccessfully: true, Result.Token: { Length: > 0 } token } ? text.Replace(token, "***", StringComparison.Ordinal) : text;

    /// <summary>The token, shared by all requests; one that could not be had is tried again.</summary>
    private Task<AccessToken> TokenAsync()
    {
        lock (_lock)
        {
            bool isGood = _token is { IsCompleted: false } || (_token is { IsCompletedSuccessfully: true } && _token.Result.ExpiresOn - time.GetUtcNow() >= Margin);
            return isGood ? _token! : _token = FetchAsync();
        }
    }

    private async Task<AccessToken> FetchAsync()
    {
        try
        {
            return await credential.GetTokenAsync(new TokenRequestContext([scope]), CancellationToken.None);
        }
        catch (AuthenticationFailedException)
        {
            // Its own text may quote what was sent.
            throw new PixelShapException(
                ExitCode.Usage,
                "Nobody is signed in with Entra ID on this machine.",
                "Run az login, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET; or set vlm.auth to key.");
        }
    }

    /// <summary>Puts the token into each request.</summary>
    private sealed class BearerPolicy(EntraCredentials owner) : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
            throw new NotSupportedException("Requests are sent asynchronously.");

        public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            AccessToken token = await owner.TokenAsync().WaitAsync(message.CancellationToken);
            message.Request.Headers.Remove(AzureKeyHeader);
            message.Request.Headers.Set("Authorization", $"Bearer {token.Token}");
            await ProcessNextAsync(message, pipeline, currentIndex);
        }
    }
}
