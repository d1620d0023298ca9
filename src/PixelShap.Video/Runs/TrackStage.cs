using PixelShap.Video.Flow;
using PixelShap.Video.Frames;
using PixelShap.Video.Importance;
using PixelShap.Video.Journal;
using PixelShap.Video.Keyframes;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs;

/// <summary>
/// Gives the objects of each frame their identities, chooses the keyframes, and sends each frame's facts to the journal, its keyframes to
/// be valued and, live, its picture to be shown.
/// </summary>
internal sealed class TrackStage(
    ITracker tracker,
    KeyframeSelector keyframes,
    JournalReplay replay,
    AnalysisProgress progress,
    Stage<KeyframeJob> attribute,
    Stage<JournalRecord> journal,
    Stage<LiveFrame>? show) : StageBody<SegmentedFrame>
{
    private readonly RunClock _clock = new();
    private int _epoch = -1;
    private int _latestTrack;

    public override async ValueTask ProcessAsync(SegmentedFrame item, CancellationToken cancellationToken)
    {
        using Frame frame = item.Frame;
        if (frame.Header.Epoch.Number != _epoch)
        {
            _epoch = frame.Header.Epoch.Number;
            progress.AddEpoch();
            if (frame.Index > replay.LastFrame)
            {
                await journal.PostAsync(new JournalEpoch(frame.Header.Epoch));
            }
        }

        double seconds = _clock.Seconds(frame.Header.Epoch, frame.Pts);
        IReadOnlyList<TrackedObject> objects = tracker.Update(frame.Header, item.Detections);
        _latestTrack = objects.Aggregate(_latestTrack, (latest, tracked) => Math.Max(latest, tracked.TrackId));
        progress.Reach(seconds, _latestTrack);
        if (frame.Index > replay.LastFrame)
        {
            await journal.PostAsync(Facts(frame, seconds, item.Detections, objects));
        }

        string? reason = keyframes.Choose(seconds, frame.Header.Epoch.Number, frame.Image, objects.Count);
        if (reason is not null && !replay.HasKeyframe(frame.Index))
        {
            await attribute.PostAsync(new KeyframeJob(frame.Retain(), seconds, objects, reason));
        }

        if (show is not null)
        {
            await show.PostAsync(new LiveFrame(frame.Retain(), seconds, objects, reason is not null));
        }
    }

    public override void Closed()
    {
        attribute.Complete();
        show?.Complete();
    }

    private static JournalFrame Facts(Frame frame, double seconds, IReadOnlyList<Detection> detections, IReadOnlyList<TrackedObject> objects)
    {
        var indices = new Dictionary<(BoundingBox, float), int>();
        for (int i = 0; i < detections.Count; i++)
        {
            indices.TryAdd((detections[i].Box, detections[i].Score), i);
        }

        return new JournalFrame(
            frame.Index,
            frame.Header.Epoch.Number,
            frame.Pts,
            seconds,
            frame.Width,
            frame.Height,
            detections,
            [.. objects.Select(tracked => new JournalObject(
                tracked.TrackId, indices[(tracked.Detection.Box, tracked.Detection.Score)], tracked.Detection.ClassId, tracked.Detection.ClassName))]);
    }
}
