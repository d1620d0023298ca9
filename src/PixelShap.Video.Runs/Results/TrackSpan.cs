namespace PixelShap.Video.Runs.Results;

/// <summary>The life of a track.</summary>
/// <param name="TrackId">The identity.</param>
/// <param name="ClassName">The class, as it was settled at last.</param>
/// <param name="FirstSeconds">The time of the first frame in which it was seen.</param>
/// <param name="LastSeconds">The time of the last.</param>
/// <param name="FrameCount">The number of frames in which it was seen.</param>
public sealed record TrackSpan(int TrackId, string ClassName, double FirstSeconds, double LastSeconds, long FrameCount);
