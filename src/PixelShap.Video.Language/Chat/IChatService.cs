namespace PixelShap.Video.Language.Chat;

/// <summary>Sends one request once. Thread-safe.</summary>
internal interface IChatService : IAsyncDisposable
{
    /// <summary>Sends a request and waits for its reply.</summary>
    /// <exception cref="CallFailedException">Another attempt may succeed.</exception>
    /// <exception cref="PixelShapException">No attempt will.</exception>
    Task<ChatReply> SendAsync(ChatRequest request, CancellationToken cancellationToken);
}
