using PixelShap.Video.Files;

namespace PixelShap.Video.Runs.Flow;

/// <summary>A stage met an error that nobody foresaw.</summary>
public sealed class StageFailedException : Exception
{
    /// <summary>Names the stage and the cause.</summary>
    public StageFailedException(string stage, Exception cause)
        : base($"The stage '{stage}' failed: {(cause is null ? "no cause is known" : Cause.Of(cause))}.", cause) =>
        Stage = stage;

    /// <summary>The stage.</summary>
    public string Stage { get; }
}
