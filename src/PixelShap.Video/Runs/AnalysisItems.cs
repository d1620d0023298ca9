using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs;

/// <summary>A frame with what the segmenter saw. Owns the frame.</summary>
internal sealed record SegmentedFrame(Frame Frame, IReadOnlyList<Detection> Detections) : IDisposable
{
    public void Dispose() => Frame.Dispose();
}

/// <summary>A frame whose objects are to be valued. Owns the frame.</summary>
internal sealed record KeyframeJob(Frame Frame, double Seconds, IReadOnlyList<TrackedObject> Objects, string Reason) : IDisposable
{
    public void Dispose() => Frame.Dispose();
}

/// <summary>A frame to be shown live. Owns the frame.</summary>
internal sealed record LiveFrame(Frame Frame, double Seconds, IReadOnlyList<TrackedObject> Objects, bool IsKeyframe) : IDisposable
{
    public void Dispose() => Frame.Dispose();
}
