using PixelShap.Video.Tracking;

namespace PixelShap.Video.Keyframes;

/// <summary>What is known of a frame when it is to be decided whether it is a keyframe.</summary>
public sealed record KeyframeView
{
    /// <summary>The time on the run's axis.</summary>
    public required double Seconds { get; init; }

    /// <summary>The number of the frame's epoch.</summary>
    public int Epoch { get; init; }

    /// <summary>Pixels in a row.</summary>
    public required int Width { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>How different its colours are from those of the frame before: 0 equal, 1 nothing in common.</summary>
    public double SceneDifference { get; init; }

    /// <summary>The tracked objects in it.</summary>
    public IReadOnlyList<TrackedObject> Objects { get; init; } = [];

    /// <summary>How the camera moved to this frame; null where it was not measured or could not be told.</summary>
    public CameraMotion? Motion { get; init; }

    /// <summary>The seconds that <see cref="Motion"/> took.</summary>
    public double MotionSeconds { get; init; }

    /// <summary>Whether an event was found with this frame, or may be one.</summary>
    public bool IsHappening { get; init; }
}
