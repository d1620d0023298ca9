using PixelShap.Video.Language.Failures;

namespace PixelShap.Video.Language.Chat;

/// <summary>Sends one request once. Thread-safe.</summary>
internal interface IChatService : IAsyncDisposable
{
    /// <summary>Sends a request and waits for its reply.</summary>
    /// <exception cref="CallFailedException">Another attempt may succeed.</exception>
    /// <exception cref="SettingRefusedException">The same question in another form may.</exception>
    /// <exception cref="QuestionRejectedException">The service does not want to be asked this.</exception>
    /// <exception cref="PixelShapException">No attempt will.</exception>
    Task<ChatReply> SendAsync(ChatRequest request, CancellationToken cancellationToken);
}
