using PixelShap.Video.Frames;
using PixelShap.Video.Time;

namespace PixelShap.Video.Tracking;

/// <summary>The facts of a confirmed track's life so far.</summary>
/// <param name="TrackId">The identity.</param>
/// <param name="Epoch">The epoch it lives in; it does not outlive it.</param>
/// <param name="ClassId">The class with the most evidence.</param>
/// <param name="ClassName">The name of that class.</param>
/// <param name="FirstSeen">The PTS of its first detection, also when it was confirmed only later.</param>
/// <param name="LastSeen">The PTS of its last detection.</param>
/// <param name="Hits">The number of its detections.</param>
/// <param name="MeanScore">The mean score of its detections, 0 to 1.</param>
public sealed record TrackLife(
    int TrackId, Epoch Epoch, int ClassId, string ClassName, MediaTime FirstSeen, MediaTime LastSeen, int Hits, double MeanScore)
{
    /// <summary>Seconds from the first to the last detection.</summary>
    public double AgeSeconds => LastSeen.Seconds - FirstSeen.Seconds;
}

/// <summary>One sight of one track: which frame, and what was seen.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Object">The identity and the detection.</param>
public sealed record TrackObservation(FrameHeader Frame, TrackedObject Object);
