using PixelShap.Masking;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Attribution;

/// <summary>What a model is asked about: a picture, and where wanted some before it. The pixels stay the caller's.</summary>
/// <param name="Number">The number of the frame in its run; random choices depend on it.</param>
/// <param name="Image">The picture.</param>
/// <param name="Seconds">Its time on the axis of the run.</param>
/// <param name="Objects">The tracked objects in it.</param>
public sealed record ObservedFrame(long Number, BgrImage Image, double Seconds, IReadOnlyList<TrackedObject> Objects)
{
    /// <summary>The pictures shown before it, oldest first. The default value is none.</summary>
    public IReadOnlyList<EarlierFrame> Earlier { get; init; } = [];
}

/// <summary>A picture that a model is shown before the one that it is asked about.</summary>
/// <param name="Image">The picture.</param>
/// <param name="SecondsBefore">How much earlier it is, positive.</param>
/// <param name="Objects">The tracked objects in it: what is hidden in the later picture is hidden here, too.</param>
public sealed record EarlierFrame(BgrImage Image, double SecondsBefore, IReadOnlyList<TrackedObject> Objects);
