namespace PixelShap.Video.Language;

/// <summary>
/// How long the reading of one text of a service may take. Texts of services may be made to be read slowly; but the limit is by the clock on the wall, and a machine that does ten
/// other things takes seconds for what takes nothing. A text that reaches it counts as a failed call.
/// </summary>
internal static class ReadingLimit
{
    /// <summary>The limit.</summary>
    public const int Milliseconds = 10_000;
}
