namespace PixelShap.Video.Frames;

/// <summary>A stretch of frames with one continuous clock. A file has one epoch; every reconnect of a live stream starts a new one.</summary>
/// <param name="Number">0 for the first.</param>
/// <param name="StartedAt">The wall-clock time at which the epoch's first frame arrived (live) or the run began (file).</param>
/// <param name="Reason">Why the epoch began, for people: <c>start</c>, or what was wrong with the stream before.</param>
public sealed record Epoch(int Number, DateTimeOffset StartedAt, string Reason);
