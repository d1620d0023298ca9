namespace PixelShap.Video.Language.Chat;

/// <summary>The service's content filter held a question back.</summary>
internal sealed class ContentFilteredException : Exception;
