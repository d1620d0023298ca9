using System.ClientModel;
using System.ClientModel.Primitives;

namespace PixelShap.Video.Language.Chat;

/// <summary>Chat completions of OpenAI, Azure OpenAI and every compatible server, through the official SDKs.</summary>
internal sealed class OpenAiService(OpenAiEndpoint endpoint) : IChatService
{
    /// <inheritdoc/>
    public async Task<ChatReply> SendAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using BinaryContent body = BinaryContent.Create(BinaryData.FromBytes(request.Body));
            using PipelineResponse response = await endpoint.CompleteChatAsync(body, cancellationToken);
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
