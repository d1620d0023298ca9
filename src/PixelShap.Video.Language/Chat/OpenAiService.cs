using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using PixelShap.Video.Configuration;

namespace PixelShap.Video.Language.Chat;

/// <summary>
/// OpenAI, Azure OpenAI's <c>/openai/v1</c> and every compatible server, through the official SDK. The SDK's own retries are off: retrying
/// is counted, limited and paid for elsewhere. No message of this class holds the key.
/// </summary>
internal sealed class OpenAiService : IChatService
{
    private const int LongestServerMessage = 300;

    // A local server that needs no key ignores this one; the SDK insists on some.
    private const string NoKey = "none";

    private readonly ChatClient _client;
    private readonly string? _key;
    private readonly string _name;
    private readonly TimeProvider _time;

    public OpenAiService(VlmConfiguration configuration, string? key, TimeProvider time)
    {
        _key = key;
        _time = time;
        Uri? address = Address(configuration.BaseUrl);
        _name = $"{configuration.Model} at {address?.Host ?? "api.openai.com"}";
        var options = new OpenAIClientOptions
        {
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),

            // The attempt's own deadline comes first.
            NetworkTimeout = TimeSpan.FromSeconds(configuration.Limits.CallTimeoutSeconds + 5),
            UserAgentApplicationId = "PixelShap.Video",
        };
        if (address is not null)
        {
            options.Endpoint = address;
        }

        _client = new ChatClient(configuration.Model, new ApiKeyCredential(key ?? NoKey), options);
    }

    /// <inheritdoc/>
    public async Task<ChatReply> SendAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using BinaryContent body = BinaryContent.Create(BinaryData.FromBytes(request.Body));
            var options = new RequestOptions { CancellationToken = cancellationToken, ErrorOptions = ClientErrorBehaviors.NoThrow };
            ClientResult result = await _client.CompleteChatAsync(body, options);
            using PipelineResponse response = result.GetRawResponse();
            return response.Status is >= 200 and < 300 ? ChatReply.Parse(response.Content.ToMemory()) : Failed(response);
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or ClientResultException or AggregateException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The exception's own text may quote headers or addresses; its type says enough.
            throw new CallFailedException($"the connection failed ({(exception.InnerException ?? exception).GetType().Name})");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Uri? Address(string baseUrl)
    {
        if (baseUrl.Length == 0)
        {
            return null;
        }

        return Uri.TryCreate(baseUrl, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            && address.UserInfo.Length == 0 && address.Query.Length == 0
            ? address
            : throw new PixelShapException(
                ExitCode.Usage,
                "vlm.base_url is not an address of the form https://host/v1 without user, password and query.",
                "Write only the address there, and put the key into the environment variable that vlm.api_key_variable names.");
    }

    /// <summary>What a reply that is no success means: the filter, a reason to try again, or one to give up.</summary>
    private ChatReply Failed(PipelineResponse response)
    {
        (string code, string message) = ReadError(response);
        int status = response.Status;
        if (code is "content_filter" or "content_policy_violation" || message.Contains("content management policy", StringComparison.OrdinalIgnoreCase))
        {
            return new ChatReply(Answer.None(AnswerKind.Filtered, "the service's content filter held the question back"), null, 0);
        }

        if (code is "insufficient_quota" || status == 402)
        {
            throw new PixelShapException(
                ExitCode.Limit, $"The account of {_name} has no credit left{Quote(message)}.", "Add credit; the same command goes on where it stopped.");
        }

        if (status is 408 or 409 or 425 or 429 or >= 500)
        {
            throw new CallFailedException($"the service replied {status}") { RetryAfter = RetryAfter(response), IsThrottling = status == 429 };
        }

        throw status switch
        {
            401 or 403 => new PixelShapException(
                ExitCode.Usage, $"{_name} does not accept the key ({status}){Quote(message)}.", "Check the key, and that it belongs to vlm.base_url."),
            404 => new PixelShapException(
                ExitCode.Usage, $"{_name} is not there (404){Quote(message)}.", "Check vlm.model and vlm.base_url, which usually ends in /v1."),
            _ => new PixelShapException(
                ExitCode.Usage, $"{_name} does not understand the request ({status}){Quote(message)}.", "Check the settings of vlm against what the service allows."),
        };
    }

    private TimeSpan? RetryAfter(PipelineResponse response)
    {
        if (response.Headers.TryGetValue("retry-after-ms", out string? milliseconds)
            && double.TryParse(milliseconds, NumberStyles.Float, CultureInfo.InvariantCulture, out double ms) && ms >= 0)
        {
            return TimeSpan.FromMilliseconds(Math.Min(ms, TimeSpan.MillisecondsPerDay));
        }

        if (!response.Headers.TryGetValue("Retry-After", out string? value))
        {
            return null;
        }

        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds >= 0)
        {
            return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.SecondsPerDay));
        }

        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out DateTimeOffset date) && date > _time.GetUtcNow() ? date - _time.GetUtcNow() : null;
    }

    private static (string Code, string Message) ReadError(PipelineResponse response)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(response.Content.ToMemory());
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out JsonElement error)
                && error.ValueKind == JsonValueKind.Object)
            {
                return (Text(error, "code"), Text(error, "message"));
            }
        }
        catch (JsonException)
        {
            // No JSON, no message: the status says enough.
        }

        return ("", "");
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>The server's words, without the key, which some servers repeat.</summary>
    private string Quote(string message)
    {
        string clean = string.Concat(message.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim().TrimEnd('.');
        clean = _key is { Length: > 0 } ? clean.Replace(_key, "***", StringComparison.Ordinal) : clean;
        return clean.Length == 0 ? "" : $": {(clean.Length <= LongestServerMessage ? clean : clean[..LongestServerMessage] + "…")}";
    }
}
