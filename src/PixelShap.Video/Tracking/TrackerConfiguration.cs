using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PixelShap.Video.Tracking;

/// <summary>The tracker.</summary>
public sealed record TrackerConfiguration
{
    /// <summary>The score from which an object may get an id.</summary>
    [Description("Only an object with at least this score may get an id.")]
    [Range(0.0, 1.0)]
    public double NewTrackScore { get; init; } = 0.3;

    /// <summary>Seconds that a track survives unseen.</summary>
    [Description("Seconds that a track survives without being seen.")]
    [Range(0.0, 60.0)]
    public double MaxGapSeconds { get; init; } = 1.5;

    /// <summary>Frames in which an object must be seen before it gets an id.</summary>
    [Description("An object gets its id when it has been seen in this many frames.")]
    [Range(1, 100)]
    public int MinHits { get; init; } = 3;

    /// <summary>Mean score below which a finished track is taken for a false alarm.</summary>
    [Description("A track whose sights have a lower mean score than this is left out of videos, report and exports, unless a keyframe has valued it.")]
    [Range(0.0, 1.0)]
    public double MinMeanScore { get; init; } = 0.3;

    /// <summary>Seconds up to which a finished track's gaps are filled.</summary>
    [Description("In videos, report and exports a track that was not seen for up to this many seconds is shown between, on the straight line.")]
    [Range(0.0, 60.0)]
    public double FillGapSeconds { get; init; } = 1.5;

    /// <summary>Whether the motion of the camera is taken out.</summary>
    [Description("Whether the motion of the camera is measured and taken out of the motion of the objects.")]
    public bool CameraMotion { get; init; } = true;

    /// <summary>What the tracker is told.</summary>
    /// <param name="every">The network looks at every so many-th frame. Where it looks seldom, two sights lie as far apart in time as several successive ones.</param>
    public MultiObjectTrackerOptions ToOptions(int every) => new()
    {
        HighScore = (float)Math.Min(NewTrackScore, new MultiObjectTrackerOptions().HighScore),
        NewTrackScore = (float)NewTrackScore,
        MaxGap = TimeSpan.FromSeconds(MaxGapSeconds),
        MinHits = every > 1 ? Math.Min(MinHits, 2) : MinHits,
    };
}
