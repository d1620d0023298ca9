using System.ClientModel;
using System.ClientModel.Primitives;
using PixelShap.Video.Language.Services;

namespace PixelShap.Video.Language.Chat;

/// <summary>Chat completions of OpenAI, Azure OpenAI and every compatible server, through the official SDKs.</summary>
/// <param name="endpoint">Sends the requests.</param>
/// <param name="form">In which form the service takes them.</param>
/// <param name="advice">What to do where the text comes as reasoning.</param>
internal sealed class OpenAiService(OpenAiEndpoint endpoint, FeltForm form, string advice) : IChatService
{
    /// <inheritdoc/>
    public async Task<ChatReply> SendAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        using BinaryContent body = BinaryContent.Create(BinaryData.FromBytes(request.Body));
        using PipelineResponse response = await endpoint.CompleteChatAsync(body, (words, quote) => form.Learn(request.Form!, words, quote), cancellationToken);
        var reply = ChatReply.Parse(
            response.Content.ToMemory(), words => endpoint.Judge(response, words, (said, quote) => form.Learn(request.Form!, said, quote)), advice);
        return reply with { Answer = endpoint.WithoutSecrets(reply.Answer) };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
