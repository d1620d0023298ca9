namespace PixelShap.Video.Frames;

/// <summary>A stretch of frames with one continuous clock. A file has one epoch; every reconnect of a live stream starts a new one, and every gap
/// of a drive.</summary>
/// <param name="Number">0 for the first.</param>
/// <param name="StartedAt">The wall-clock time at which the epoch's first frame arrived (live) or the run began (file).</param>
/// <param name="Reason">Why the epoch began, for people: <c>start</c>, or what was wrong with the stream before.</param>
public sealed record Epoch(int Number, DateTimeOffset StartedAt, string Reason)
{
    /// <summary>Whether the PTS go on counting from the epoch before: behind a gap of a drive, which says itself how long it is. The default value is false: the clock began
    /// anew. Not kept in the journal, whose frames have their times.</summary>
    public bool GoesOn { get; init; }
}
