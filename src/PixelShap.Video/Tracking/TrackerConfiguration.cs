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

    /// <summary>Whether the motion of the camera is taken out.</summary>
    [Description("Whether the motion of the camera is measured and taken out of the motion of the objects.")]
    public bool CameraMotion { get; init; } = true;
}
