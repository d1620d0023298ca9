using PixelShap.Masking;

namespace PixelShap.Video.Segmentation;

/// <summary>A mask that was carried to a frame and not seen in it.</summary>
/// <param name="Mask">The mask; may be empty when the object left the picture.</param>
/// <param name="Trust">0 to 1: how well the motion between the frames was understood. Below about a half the network should look
/// again.</param>
public sealed record PropagatedMask(Mask Mask, double Trust);

/// <summary>
/// Carries masks from a frame in which they were seen to the frames after it. One instance per run; it keeps state and is not thread-safe.
/// A span begins with <see cref="Start"/>, goes on with <see cref="Advance"/> for each frame, and either just ends (live) or ends with
/// <see cref="Close"/> at the next frame with seen masks, which then also look back over the span (offline).
/// </summary>
public interface IMaskPropagator : IDisposable
{
    /// <summary>Begins a span; what is left of the last one is forgotten.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="masks">The masks seen in it; null for an object that is seen only at the end of the span.</param>
    void Start(BgrImage frame, IReadOnlyList<Mask?> masks);

    /// <summary>Goes on to the next frame.</summary>
    /// <param name="frame">The next frame of the video, of the same size.</param>
    /// <returns>For each mask of <see cref="Start"/> where it is now; null where it was null.</returns>
    /// <exception cref="InvalidOperationException">No span has begun.</exception>
    IReadOnlyList<PropagatedMask?> Advance(BgrImage frame);

    /// <summary>Ends the span at a frame with seen masks and says where the objects were in the frames between, from both sides.</summary>
    /// <param name="frame">The frame after the last one that <see cref="Advance"/> was given.</param>
    /// <param name="masks">For each mask of <see cref="Start"/> the same object seen in <paramref name="frame"/>; null where it was not
    /// seen.</param>
    /// <returns>For each frame given to <see cref="Advance"/>, in order, one entry per object; null where the object was seen at neither
    /// end.</returns>
    /// <exception cref="InvalidOperationException">No span has begun, or the propagator was made for live use.</exception>
    IReadOnlyList<IReadOnlyList<PropagatedMask?>> Close(BgrImage frame, IReadOnlyList<Mask?> masks);
}
