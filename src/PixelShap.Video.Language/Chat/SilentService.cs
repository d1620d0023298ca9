namespace PixelShap.Video.Language.Chat;

/// <summary>Stands where nothing is asked: the answers come from the cache, or are only counted.</summary>
internal sealed class SilentService : IChatService
{
    /// <inheritdoc/>
    public Task<ChatReply> SendAsync(ChatRequest request, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Nothing may be asked of this model.");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
