using System.ClientModel;
using System.Text;
using Microsoft.Extensions.AI;
using PixelShap.Video.Language.Chat;
using PixelShap.Video.Language.Failures;

namespace PixelShap.Video.Language.Clients;

/// <summary>Asks any client of <c>Microsoft.Extensions.AI</c>.</summary>
/// <param name="client">Answers; stays the caller's.</param>
/// <param name="id">The model, for people.</param>
/// <param name="configuration">Sampling parameters and the form of pictures.</param>
/// <param name="time">The clock.</param>
internal sealed class ChatClientService(IChatClient client, string id, VlmConfiguration configuration, TimeProvider time) : IChatService
{
    private const string Advice = "Choose a model that does not think, or switch its thinking off in the client.";

    private readonly ServiceJudge _judge = new(
        id, "Check the client: its address and its model.", signsIn: false, TimeSpan.FromSeconds(configuration.Limits.LongestWait), text => text, time);

    /// <inheritdoc/>
    public async Task<ChatReply> SendAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        string type = configuration.ImageFormat == ImageEncoding.Jpeg ? "image/jpeg" : "image/png";
        List<ChatMessage> messages = configuration.SystemPrompt.Length > 0 ? [new ChatMessage(ChatRole.System, configuration.SystemPrompt)] : [];
        messages.Add(new ChatMessage(ChatRole.User, [new TextContent(Encoding.UTF8.GetString(request.Body.Span)), .. request.Images.Select(image => new DataContent(image, type))]));
        var options = new ChatOptions
        {
            Temperature = configuration.Temperature >= 0 ? (float)configuration.Temperature : null,
            MaxOutputTokens = configuration.MaxTokens > 0 ? configuration.MaxTokens : null,
            Seed = configuration.SendSeed ? request.Seed : null,
        };
        ChatResponse response;
        try
        {
            response = await client.GetResponseAsync(messages, options, cancellationToken);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or PixelShapException))
        {
            throw _judge.Judge(StatusOf(exception), ServiceWords.Read(Encoding.UTF8.GetBytes(exception.GetBaseException().Message)), _ => null);
        }

        return Read(response);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ChatReply Read(ChatResponse response)
    {
        AIContent[] contents = [.. response.Messages.SelectMany(message => message.Contents)];
        if (contents.OfType<ErrorContent>().FirstOrDefault() is { } error)
        {
            throw _judge.Judge(200, ServiceWords.Read(Encoding.UTF8.GetBytes($"{error.Message} {error.ErrorCode}")), _ => null);
        }

        string finish = response.FinishReason?.Value ?? "";
        int? input = (int?)response.Usage?.InputTokenCount, output = (int?)response.Usage?.OutputTokenCount;
        if (finish == ChatFinishReason.ContentFilter.Value)
        {
            return new ChatReply(Answer.None(AnswerKind.Filtered, "the service's content filter held the answer back"), input, output);
        }

        var parts = MessageParts.Of(
            string.Concat(contents.OfType<TextContent>().Select(content => content.Text)), string.Concat(contents.OfType<TextReasoningContent>().Select(content => content.Text)), "");
        return new ChatReply(ChatReply.AnswerOf(parts, finish, Advice) with { Reasoning = parts.Reasoning }, input, output);
    }

    /// <summary>The HTTP status behind an error of a client; 500 where it tells none, so that the words decide.</summary>
    private static int StatusOf(Exception exception) => exception switch
    {
        ClientResultException { Status: > 0 } failed => failed.Status,
        HttpRequestException { StatusCode: { } status } => (int)status,
        { InnerException: { } inner } => StatusOf(inner),
        _ => 500,
    };
}
