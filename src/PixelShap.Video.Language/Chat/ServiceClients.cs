using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.AI.OpenAI;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using PixelShap.Video.Clips;
using PixelShap.Video.Language.Services;

namespace PixelShap.Video.Language.Chat;

/// <summary>
/// The SDK's clients of one model: OpenAI's for everything that speaks its protocol, Azure's for the dated API of Azure OpenAI. The SDK's own retries
/// are off: retrying is counted, limited and paid for elsewhere.
/// </summary>
internal sealed record ServiceClients
{
    private const string Agent = "PixelShap.Video";
    private const string UsualSetting = "vlm.base_url";

    /// <summary>The model or deployment.</summary>
    public required string Model { get; init; }

    /// <summary>The host, for people.</summary>
    public required string Host { get; init; }

    /// <summary>What to check where the service knows no such model.</summary>
    public required string WhereToLook { get; init; }

    /// <summary>Asks for chat completions.</summary>
    public required ChatClient Chat { get; init; }

    /// <summary>Asks for embeddings.</summary>
    public required EmbeddingClient Embeddings { get; init; }

    /// <summary>The clients that the settings name.</summary>
    /// <param name="service">The settings of the service; its own <c>model</c> is not looked at.</param>
    /// <param name="model">The model or deployment.</param>
    /// <param name="credentials">Who asks.</param>
    /// <param name="setting">The setting that holds the address, for people.</param>
    /// <exception cref="PixelShapException">The address is none, or Azure's is missing.</exception>
    public static ServiceClients Of(VlmConfiguration service, string model, ICredentials credentials, string setting = UsualSetting) => service.Provider == Providers.Azure
        ? OfAzure(model, service.BaseUrl, service.ApiVersion, service.Limits.CallTimeoutSeconds, credentials, setting)
        : OfOpenAi(model, ServiceProfiles.AddressOf(service), service.Limits.CallTimeoutSeconds, credentials, setting);

    /// <summary>The clients of OpenAI, Azure OpenAI's <c>/openai/v1</c> or a compatible server.</summary>
    /// <param name="model">The model.</param>
    /// <param name="baseUrl">The address up to and with <c>/v1</c>; empty for OpenAI.</param>
    /// <param name="timeoutSeconds">Seconds for one attempt.</param>
    /// <param name="credentials">Who asks.</param>
    /// <param name="setting">The setting that holds the address, for people.</param>
    /// <exception cref="PixelShapException">The address is none.</exception>
    public static ServiceClients OfOpenAi(string model, string baseUrl, double timeoutSeconds, ICredentials credentials, string setting = UsualSetting)
    {
        var options = new OpenAIClientOptions { UserAgentApplicationId = Agent };
        if (baseUrl.Length > 0)
        {
            options.Endpoint = Address(baseUrl, "https://host/v1", setting);
        }

        var client = new OpenAIClient(Prepare(options, timeoutSeconds, credentials), options);
        return new ServiceClients
        {
            Model = model,
            Host = baseUrl.Length > 0 ? options.Endpoint.Host : "api.openai.com",
            WhereToLook = "Check vlm.model, that the server has it (Ollama: ollama pull), and the address, which usually ends in /v1.",
            Chat = client.GetChatClient(model),
            Embeddings = client.GetEmbeddingClient(model),
        };
    }

    /// <summary>The clients of a deployment of Azure OpenAI.</summary>
    /// <param name="deployment">The name of the deployment.</param>
    /// <param name="endpoint">The address of the resource, without a path.</param>
    /// <param name="apiVersion">The version of the API.</param>
    /// <param name="timeoutSeconds">Seconds for one attempt.</param>
    /// <param name="credentials">Who asks.</param>
    /// <param name="setting">The setting that holds the address, for people.</param>
    /// <exception cref="PixelShapException">The address is missing, none, or that of another API.</exception>
    public static ServiceClients OfAzure(string deployment, string endpoint, string apiVersion, double timeoutSeconds, ICredentials credentials, string setting = UsualSetting)
    {
        const string Form = "https://NAME.openai.azure.com";
        if (endpoint.Length == 0)
        {
            throw new PixelShapException(
                ExitCode.Usage, "The provider is 'azure', but base_url names no endpoint.", $"Set base_url to {Form} and model to the name of the deployment.");
        }

        Uri address = Address(endpoint, Form, setting);
        if (address.AbsolutePath.Contains("/openai", StringComparison.OrdinalIgnoreCase) || address.AbsolutePath.TrimEnd('/').EndsWith("/v1", StringComparison.Ordinal))
        {
            throw new PixelShapException(
                ExitCode.Usage,
                $"The provider is 'azure', but base_url has the path {address.AbsolutePath}.",
                $"Set base_url to {Form} alone; the address that ends in /openai/v1 is asked with the provider 'openai'.");
        }

        var options = new AzureOpenAIClientOptions { UserAgentApplicationId = Agent };
        options.AddPolicy(new ApiVersionPolicy(apiVersion), PipelinePosition.PerCall);
        var client = new AzureOpenAIClient(address, Prepare(options, timeoutSeconds, credentials), options);
        return new ServiceClients
        {
            Model = deployment,
            Host = address.Host,
            WhereToLook = "Check model, which is the name of the deployment, base_url and api_version.",
            Chat = client.GetChatClient(deployment),
            Embeddings = client.GetEmbeddingClient(deployment),
        };
    }

    private static ApiKeyCredential Prepare(ClientPipelineOptions options, double timeoutSeconds, ICredentials credentials)
    {
        options.RetryPolicy = new ClientRetryPolicy(maxRetries: 0);

        // The attempt's own deadline comes first.
        options.NetworkTimeout = TimeSpan.FromSeconds(timeoutSeconds + 5);
        options.Transport = new HttpClientPipelineTransport(LimitedReplies.Client);
        return credentials.Apply(options);
    }

    private static Uri Address(string baseUrl, string form, string setting) =>
        Uri.TryCreate(baseUrl, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
        && address.UserInfo.Length == 0 && address.Query.Length == 0
            ? address
            : throw NoAddress(baseUrl, form, setting);

    private static PixelShapException NoAddress(string baseUrl, string form, string setting)
    {
        // What was written is not repeated: it may hold a password.
        if (!baseUrl.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !baseUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return new PixelShapException(ExitCode.Usage, $"{setting} is no address.", "Begin it with http:// or https://.");
        }

        string port = AddressParts.Of(baseUrl).Place.Split('/', 2)[0].Split(':', 2).ElementAtOrDefault(1) ?? "";
        return port.Length > 0 && port.All(char.IsAsciiDigit) && !(int.TryParse(port, out int number) && number is > 0 and <= 65535)
            ? new PixelShapException(ExitCode.Usage, $"{setting} has the port {port}, which does not exist.", "Name a port from 1 to 65535.")
            : new PixelShapException(
                ExitCode.Usage,
                $"{setting} is not an address of the form {form} without user, password and query.",
                "Write only the address there, and put the key into the environment variable that api_key_variable names.");
    }
}
