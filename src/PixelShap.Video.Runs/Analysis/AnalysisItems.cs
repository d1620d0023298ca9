using PixelShap.Video.Attribution;
using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>A frame with what the segmenter saw. Owns the frame.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="IsDue">Whether the schedule had the network look at it; otherwise the objects are to be carried here.</param>
/// <param name="Detections">What the network saw; where it was not due null, or what it saw in an earlier part of the run.</param>
/// <param name="BeginsScene">Whether nothing can be carried here from the frame before.</param>
/// <param name="SceneDifference">How different its colours are from those of the frame before, 0 to 1.</param>
internal sealed record SegmentedFrame(
    Frame Frame, bool IsDue, IReadOnlyList<Detection>? Detections, bool BeginsScene, double SceneDifference) : IDisposable
{
    public void Dispose() => Frame.Dispose();
}

/// <summary>A frame with its objects. Owns the frame.</summary>
internal sealed record TrackedFrame(Frame Frame, IReadOnlyList<Detection> Detections, IReadOnlyList<TrackedObject> Objects, double SceneDifference) : IDisposable
{
    /// <summary>Whether the objects were carried here from other frames.</summary>
    public bool IsCarried { get; init; }

    /// <summary>The earlier sights of tracks that this frame confirmed.</summary>
    public IReadOnlyList<TrackObservation> Earlier { get; init; } = [];

    /// <summary>How the camera moved since the last frame that the network saw; null where it was not measured or could not be told.</summary>
    public CameraMotion? Motion { get; init; }

    /// <summary>The seconds that <see cref="Motion"/> took.</summary>
    public double MotionSeconds { get; init; }

    public void Dispose() => Frame.Dispose();
}

/// <summary>A frame whose objects are to be valued. Owns the frames.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Observed">What the model is asked about: the frame and those before it.</param>
/// <param name="Reason">Why it is a keyframe.</param>
/// <param name="Before">The frames before it.</param>
internal sealed record KeyframeJob(Frame Frame, ObservedFrame Observed, string Reason, IReadOnlyList<Frame> Before) : IDisposable
{
    public void Dispose()
    {
        Frame.Dispose();
        foreach (Frame frame in Before)
        {
            frame.Dispose();
        }
    }
}

/// <summary>A frame to be shown live. Owns the frame.</summary>
internal sealed record LiveFrame(Frame Frame, double Seconds, IReadOnlyList<TrackedObject> Objects, bool IsKeyframe) : IDisposable
{
    public void Dispose() => Frame.Dispose();
}
