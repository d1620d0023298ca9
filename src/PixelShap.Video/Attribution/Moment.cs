using PixelShap.Video.Frames;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Attribution;

/// <summary>What a model is asked about: a frame, and where wanted some before it. The frames stay the caller's.</summary>
/// <param name="Frame">The frame, with its pixels.</param>
/// <param name="Seconds">Its time on the axis of the run.</param>
/// <param name="Objects">The tracked objects in it.</param>
public sealed record Moment(Frame Frame, double Seconds, IReadOnlyList<TrackedObject> Objects)
{
    /// <summary>The frames shown before it, oldest first. The default value is none.</summary>
    public IReadOnlyList<EarlierFrame> Earlier { get; init; } = [];
}

/// <summary>A frame that a model is shown before the one that it is asked about.</summary>
/// <param name="Frame">The frame, with its pixels.</param>
/// <param name="SecondsBefore">How much earlier it is, positive.</param>
/// <param name="Objects">The tracked objects in it: what is hidden in the later frame is hidden here, too.</param>
public sealed record EarlierFrame(Frame Frame, double SecondsBefore, IReadOnlyList<TrackedObject> Objects);
