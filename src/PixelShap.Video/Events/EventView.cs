using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Events;

/// <summary>A frame as the rules of events see it.</summary>
public sealed record EventView
{
    /// <summary>The time on the axis of the run.</summary>
    public required double Seconds { get; init; }

    /// <summary>The time since the frame before; 0 for the first one of an epoch.</summary>
    public required double StepSeconds { get; init; }

    /// <summary>Pixels in a row.</summary>
    public required int Width { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>What the picture tells.</summary>
    public required PictureSignals Signals { get; init; }

    /// <summary>The tracked objects in it.</summary>
    public IReadOnlyList<EventObject> Objects { get; init; } = [];

    /// <summary>The speed of the car in m/s by its telemetry; null where there is none.</summary>
    public double? Speed { get; init; }

    /// <summary>How fast the picture grows while the car drives, smoothed over half a second: the logarithm of its factor per second. Proportional to the speed for
    /// as long as the surroundings are alike; about 0 where the car stands. <see cref="EventDetector"/> fills it in.</summary>
    public double Drive { get; init; }

    /// <summary>Whether the flow of the picture can be relied on: there is something to follow, and it is the scene of the frame before.</summary>
    public bool IsFollowed => StepSeconds > 0 && Signals.Likeness >= 0.45 && Signals.Detail >= 0.006;
}

/// <summary>A tracked object in a frame.</summary>
/// <param name="TrackId">Its track.</param>
/// <param name="ClassName">Its class.</param>
/// <param name="Box">Its box in pixels.</param>
public readonly record struct EventObject(int TrackId, string ClassName, BoundingBox Box);
