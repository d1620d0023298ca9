using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>
/// Gives the objects their identities in the frames that the network saw, and carries them over the frames between. Offline those wait for the
/// next seen frame, so that both neighbours count; live they are passed on at once. See docs/decisions/0070-masks-between-looks.md.
/// </summary>
/// <param name="tracker">Sees the seen frames only; its motion model runs on true time.</param>
/// <param name="cameraMotion">Measures the camera between seen frames; null not to.</param>
/// <param name="carrier">Carries objects; null where the network sees every frame.</param>
/// <param name="segmenter">Looks again where an object could not be carried well.</param>
/// <param name="looksAhead">Whether frames may wait for the next seen one.</param>
/// <param name="next">Takes all frames in order.</param>
internal sealed class TrackStage(
    ITracker tracker, ICameraMotion? cameraMotion, ObjectCarrier? carrier, ISegmenter segmenter, bool looksAhead, Stage<TrackedFrame> next)
    : StageBody<SegmentedFrame>
{
    private readonly Queue<TrackedFrame> _waiting = new();
    private Frame? _seen;
    private IReadOnlyList<Mask> _seenMasks = [];

    public override async ValueTask ProcessAsync(SegmentedFrame item, CancellationToken cancellationToken)
    {
        using SegmentedFrame owned = item;
        if (item.IsDue)
        {
            await SeeAsync(item, item.Detections!);
            return;
        }

        IReadOnlyList<TrackedObject> carried = carrier!.Advance(item.Frame);
        if (carrier.IsDoubtful)
        {
            await SeeAsync(item, item.Detections ?? segmenter.SegmentFrame(item.Frame, cancellationToken));
            return;
        }

        var tracked = new TrackedFrame(item.Frame.Retain(), [.. carried.Select(one => one.Detection)], carried, item.SceneDifference) { IsCarried = true };
        if (looksAhead)
        {
            _waiting.Enqueue(tracked);
        }
        else
        {
            await next.PostAsync(tracked);
        }
    }

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        while (_waiting.TryDequeue(out TrackedFrame? waiting))
        {
            await next.PostAsync(waiting);
        }
    }

    public override void Closed()
    {
        foreach (TrackedFrame waiting in _waiting)
        {
            waiting.Dispose();
        }

        _waiting.Clear();
        _seen?.Dispose();
        _seen = null;
        next.Complete();
    }

    /// <summary>A frame that the network saw.</summary>
    private async ValueTask SeeAsync(SegmentedFrame item, IReadOnlyList<Detection> detections)
    {
        Frame frame = item.Frame;
        Frame? before = item.BeginsScene ? null : _seen;
        CameraMotion motion = before is null || cameraMotion is null ? CameraMotion.None : cameraMotion.Estimate(before.Image, frame.Image, _seenMasks);
        IReadOnlyList<TrackedObject> objects = tracker.Update(frame.Header, detections, motion);
        await ReleaseAsync(frame, objects, before is not null);
        await next.PostAsync(new TrackedFrame(frame.Retain(), detections, objects, item.SceneDifference)
        {
            Earlier = [.. tracker.Earlier],
            Motion = motion == CameraMotion.None ? null : motion,
            MotionSeconds = before is null ? 0 : frame.Pts.Seconds - before.Pts.Seconds,
        });
        carrier?.Start(frame, objects);
        _seenMasks = [.. objects.Select(one => one.Detection.Mask).OfType<Mask>()];
        _seen?.Dispose();
        _seen = frame.Retain();
    }

    /// <summary>Passes on the frames that waited, with their objects as both neighbours show them where both belong to one scene.</summary>
    private async ValueTask ReleaseAsync(Frame frame, IReadOnlyList<TrackedObject> objects, bool isSameScene)
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        IReadOnlyList<IReadOnlyList<TrackedObject>>? between = isSameScene ? carrier!.Close(frame, objects) : null;
        for (int i = 0; _waiting.TryDequeue(out TrackedFrame? waiting); i++)
        {
            await next.PostAsync(between is null
                ? waiting
                : waiting with { Objects = between[i], Detections = [.. between[i].Select(one => one.Detection)] });
        }
    }
}
