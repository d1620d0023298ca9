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

    /// <summary>As <see cref="Update(FrameHeader, IReadOnlyList{Detection})"/>, for a tracker that makes use of what else is known.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="detections">What the segmenter saw in it.</param>
    /// <param name="cameraMotion">How the camera moved since the frame of the last update.</param>
    IReadOnlyList<TrackedObject> Update(FrameHeader frame, IReadOnlyList<Detection> detections, CameraMotion cameraMotion) => Update(frame, detections);

    /// <summary>The earlier sights of the tracks that the last update confirmed, which nobody knew at the time. The journal notes them, so that a track begins
    /// where its object was seen first.</summary>
    IReadOnlyList<TrackObservation> Earlier => [];
}
