using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;

namespace PixelShap.Video.Language.Chat;

/// <summary>
/// A model of OpenAI, Azure OpenAI or a compatible server: how one request is sent and what errors mean. No message of this class holds the key.
/// </summary>
internal sealed class OpenAiEndpoint
{
    private const int LongestServerMessage = 300;

    private readonly ServiceClients _clients;
    private readonly ICredentials _credentials;
    private readonly string _name;
    private readonly TimeProvider _time;

    /// <summary>Describes an endpoint.</summary>
    /// <param name="clients">Send the requests.</param>
    /// <param name="credentials">Who asks.</param>
    /// <param name="time">The clock.</param>
    public OpenAiEndpoint(ServiceClients clients, ICredentials credentials, TimeProvider time)
    {
        _clients = clients;
        _credentials = credentials;
        _time = time;
        _name = $"{clients.Model} at {clients.Host}";
    }

    /// <summary>The model or deployment.</summary>
    public string Model => _clients.Model;

    /// <summary>Asks for chat completions once.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<PipelineResponse> CompleteChatAsync(BinaryContent body, CancellationToken cancellationToken) =>
        SendAsync(options => _clients.Chat.CompleteChatAsync(body, options), cancellationToken);

    /// <summary>Asks for embeddings once.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<PipelineResponse> EmbedAsync(BinaryContent body, CancellationToken cancellationToken) =>
        SendAsync(options => _clients.Embeddings.GenerateEmbeddingsAsync(body, options), cancellationToken);

    /// <summary>Sends one request once.</summary>
    /// <returns>The reply of a request that succeeded; the caller's.</returns>
    /// <exception cref="CallFailedException">Another attempt may succeed.</exception>
    /// <exception cref="ContentFilteredException">The service does not want to be asked this.</exception>
    /// <exception cref="PixelShapException">No attempt will succeed.</exception>
    private async Task<PipelineResponse> SendAsync(Func<RequestOptions, Task<ClientResult>> send, CancellationToken cancellationToken)
    {
        PipelineResponse response;
        try
        {
            ClientResult result = await send(new RequestOptions { CancellationToken = cancellationToken, ErrorOptions = ClientErrorBehaviors.NoThrow });
            response = result.GetRawResponse();
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or ClientResultException or AggregateException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            if (exception.GetBaseException() is LimitedReplies.TooLargeException tooLarge)
            {
                throw new CallFailedException(tooLarge.Message);
            }

            // The exception's own text may quote headers or addresses; its type says enough.
            throw new CallFailedException($"the connection failed ({(exception.InnerException ?? exception).GetType().Name})");
        }

        if (response.Status is >= 200 and < 300)
        {
            return response;
        }

        using (response)
        {
            throw Failure(response);
        }
    }

    /// <summary>What a reply that is no success means: the filter, a reason to try again, or one to give up.</summary>
    private Exception Failure(PipelineResponse response)
    {
        (string code, string message) = ReadError(response);
        int status = response.Status;
        if (code is "content_filter" or "content_policy_violation" || message.Contains("content management policy", StringComparison.OrdinalIgnoreCase))
        {
            return new ContentFilteredException();
        }

        if (code is "insufficient_quota" || status == 402)
        {
            return new PixelShapException(
                ExitCode.Limit, $"The account of {_name} has no credit left{Quote(message)}.", "Add credit; the same command goes on where it stopped.");
        }

        if (status is 408 or 409 or 425 or 429 or >= 500)
        {
            return new CallFailedException($"the service replied {status}") { RetryAfter = RetryAfter(response), IsThrottling = status == 429 };
        }

        return status switch
        {
            401 or 403 when _credentials is EntraCredentials => new PixelShapException(
                ExitCode.Usage,
                $"{_name} does not accept the signed-in identity ({status}){Quote(message)}.",
                "Check that you may use this service: the role Cognitive Services OpenAI User."),
            401 or 403 => new PixelShapException(
                ExitCode.Usage, $"{_name} does not accept the key ({status}){Quote(message)}.", "Check the key, and that it belongs to the address."),
            404 => new PixelShapException(
                ExitCode.Usage, $"{_name} is not there (404){Quote(message)}.", _clients.WhereToLook),
            _ => new PixelShapException(
                ExitCode.Usage, $"{_name} does not understand the request ({status}){Quote(message)}.", "Check the settings against what the service allows."),
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

    /// <summary>The server's words, without the secret, which some servers repeat.</summary>
    private string Quote(string message)
    {
        string clean = string.Concat(message.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim().TrimEnd('.');
        clean = _credentials.Redact(clean);
        return clean.Length == 0 ? "" : $": {(clean.Length <= LongestServerMessage ? clean : clean[..LongestServerMessage] + "…")}";
    }
}
