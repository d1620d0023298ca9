using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI.Chat;

namespace PixelShap.Video.Language.Chat;

/// <summary>Chat completions of OpenAI, Azure OpenAI's <c>/openai/v1</c> and every compatible server, through the official SDK.</summary>
internal sealed class OpenAiService : IChatService
{
    private readonly OpenAiEndpoint _endpoint;
    private readonly ChatClient _client;

    public OpenAiService(OpenAiEndpoint endpoint)
    {
        _endpoint = endpoint;
        _client = new ChatClient(endpoint.Model, endpoint.Credential, endpoint.Options);
    }

    /// <inheritdoc/>
    public async Task<ChatReply> SendAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using BinaryContent body = BinaryContent.Create(BinaryData.FromBytes(request.Body));
            using PipelineResponse response = await _endpoint.SendAsync(options => _client.CompleteChatAsync(body, options), cancellationToken);
            return ChatReply.Parse(response.Content.ToMemory());
        }
        catch (ContentFilteredException)
        {
            return new ChatReply(Answer.None(AnswerKind.Filtered, "the service's content filter held the question back"), null, 0);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
