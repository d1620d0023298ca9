using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Tracking;

/// <summary>
/// Gives the objects of successive frames their identities. Deterministic; keeps state, so one per run and not thread-safe.
/// </summary>
public interface ITracker
{
    /// <summary>Takes the detections of the next frame and returns those that belong to a confirmed track, by track id.</summary>
    /// <param name="frame">The frame; its PTS gives the true time since the last one. A new epoch ends all tracks.</param>
    /// <param name="detections">What the segmenter saw in it.</param>
    IReadOnlyList<TrackedObject> Update(FrameHeader frame, IReadOnlyList<Detection> detections);
}
