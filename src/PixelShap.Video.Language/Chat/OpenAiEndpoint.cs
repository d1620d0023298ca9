using System.ClientModel;
using System.ClientModel.Primitives;
using PixelShap.Video.Files;
using PixelShap.Video.Language.Failures;

namespace PixelShap.Video.Language.Chat;

/// <summary>
/// A model of OpenAI, Azure OpenAI or a compatible server: how one request is sent and what errors mean. No message of this class holds the key.
/// </summary>
internal sealed class OpenAiEndpoint
{
    private readonly ServiceClients _clients;
    private readonly ICredentials _credentials;
    private readonly ServiceJudge _judge;

    /// <summary>Describes an endpoint.</summary>
    /// <param name="clients">Send the requests.</param>
    /// <param name="credentials">Who asks.</param>
    /// <param name="longestWait">The longest that the service may ask to be left alone.</param>
    /// <param name="time">The clock.</param>
    public OpenAiEndpoint(ServiceClients clients, ICredentials credentials, TimeSpan longestWait, TimeProvider time)
    {
        _clients = clients;
        _credentials = credentials;
        _judge = new ServiceJudge($"{clients.Model} at {clients.Host}", clients.WhereToLook, credentials is EntraCredentials, longestWait, credentials.Redact, time);
    }

    /// <summary>The model or deployment.</summary>
    public string Model => _clients.Model;

    /// <summary>An answer without the key, where the service repeats it.</summary>
    public Answer WithoutSecrets(Answer answer) => answer with
    {
        Text = _credentials.Redact(answer.Text),
        Reasoning = _credentials.Redact(answer.Reasoning),
        Reason = _credentials.Redact(answer.Reason),
    };

    /// <summary>Asks for chat completions once.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<PipelineResponse> CompleteChatAsync(BinaryContent body, Func<ServiceWords, string, bool> learns, CancellationToken cancellationToken) =>
        SendAsync(options => _clients.Chat.CompleteChatAsync(body, options), learns, cancellationToken);

    /// <summary>Asks for embeddings once.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<PipelineResponse> EmbedAsync(BinaryContent body, Func<ServiceWords, string, bool> learns, CancellationToken cancellationToken) =>
        SendAsync(options => _clients.Embeddings.GenerateEmbeddingsAsync(body, options), learns, cancellationToken);

    /// <summary>What an error inside a reply that claims success means.</summary>
    public Exception Judge(PipelineResponse response, ServiceWords words, Func<ServiceWords, string, bool> learns) => Failure(response, words, learns);

    /// <summary>Sends one request once.</summary>
    /// <param name="send">Sends it.</param>
    /// <param name="learns">Is shown what a service says of an error, in full and for people; whether the question may be asked again in another form.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The reply of a request that succeeded; the caller's.</returns>
    /// <exception cref="CallFailedException">Another attempt may succeed.</exception>
    /// <exception cref="SettingRefusedException">The same question in another form may succeed.</exception>
    /// <exception cref="QuestionRejectedException">The service does not want to be asked this.</exception>
    /// <exception cref="PixelShapException">No attempt will succeed.</exception>
    private async Task<PipelineResponse> SendAsync(
        Func<RequestOptions, Task<ClientResult>> send, Func<ServiceWords, string, bool> learns, CancellationToken cancellationToken)
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

            throw Unreachable(exception);
        }

        if (response.Status is >= 200 and < 300)
        {
            return response;
        }

        using (response)
        {
            throw Failure(response, ServiceWords.Read(response.Content.ToMemory().Span), learns);
        }
    }

    private Exception Failure(PipelineResponse response, ServiceWords words, Func<ServiceWords, string, bool> learns)
    {
        string quote = words.Quote(_credentials.Redact);
        Exception failure = _judge.Judge(response.Status, words, name => response.Headers.TryGetValue(name, out string? value) ? value : null);

        // What is about time, money, keys or rules is not about a setting, whatever words it uses.
        bool mayBeSetting = response.Status is 200 or 400 or 404 or 422 or 500 or 501
            && failure is not (CallFailedException { IsThrottling: true } or QuestionRejectedException { Kind: AnswerKind.Filtered } or PixelShapException { ExitCode: ExitCode.Limit });
        return mayBeSetting && learns(words, quote) ? new SettingRefusedException($"the service refused a setting ({response.Status}){quote}") : failure;
    }

    private CallFailedException Unreachable(Exception exception)
    {
        bool isUnknown = false;
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            isUnknown |= cause is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError };
        }

        return new CallFailedException($"the connection to {_clients.Host} failed ({Cause.OfConnection(exception)})")
        {
            IsHopeless = isUnknown,
            Remedy = isUnknown ? "Check the address in vlm.base_url, and that this machine is online." : "",
        };
    }
}
