using PixelShap.Video.Attribution;
using PixelShap.Video.Frames;
using PixelShap.Video.Keyframes;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>
/// Chooses the keyframes, and sends each frame's facts to the journal, its keyframes to be valued and, live, its picture to be shown.
/// </summary>
/// <param name="events">Notices what happens.</param>
/// <param name="keyframes">Chooses.</param>
/// <param name="recent">Keeps the frames that are shown before a keyframe.</param>
/// <param name="answers">Notices other answers; null not to ask.</param>
/// <param name="replay">What the journal holds already.</param>
/// <param name="progress">Is told how far the run is.</param>
/// <param name="attribute">Values keyframes.</param>
/// <param name="journal">Keeps the facts.</param>
/// <param name="show">Shows pictures; null for none.</param>
/// <param name="findings">Tells of events at once; null where nobody wants to hear.</param>
internal sealed class ChooseStage(
    EventWatch events,
    KeyframeSelector keyframes,
    RecentFrames recent,
    AnswerCheck? answers,
    JournalReplay replay,
    AnalysisProgress progress,
    Stage<KeyframeJob> attribute,
    Stage<JournalRecord> journal,
    Stage<LiveFrame>? show,
    LiveFindings? findings) : StageBody<TrackedFrame>
{
    private readonly RunClock _clock = new();
    private int _epoch = -1;
    private int _latestTrack;

    public override async ValueTask ProcessAsync(TrackedFrame item, CancellationToken cancellationToken)
    {
        using Frame frame = item.Frame;
        if (frame.Header.Epoch.Number != _epoch)
        {
            _epoch = frame.Header.Epoch.Number;
            progress.AddEpoch();
            events.Forget();
            if (_epoch > replay.LastEpoch)
            {
                await journal.PostAsync(new JournalEpoch(frame.Header.Epoch));
            }
        }

        double seconds = _clock.Seconds(frame.Header.Epoch, frame.Pts);
        _latestTrack = item.Objects.Aggregate(_latestTrack, (latest, tracked) => Math.Max(latest, tracked.TrackId));
        progress.Reach(seconds, _latestTrack);
        events.Look(frame, seconds, item.Objects);
        findings?.Take(events.Now);
        if (frame.Index > replay.LastFrame)
        {
            await journal.PostAsync(JournalFrame.Of(frame.Header, seconds, item.Detections, item.Objects) with
            {
                IsCarried = item.IsCarried,
                Signals = events.Signals,
                Earlier = [.. item.Earlier.Select(sight => EarlierSight.Of(sight, _clock.Seconds(sight.Frame.Epoch, sight.Frame.Pts)))],
            });
        }

        IReadOnlyList<RecentFrame> before = recent.Before(frame, seconds);
        var observed = new ObservedFrame(frame.Index, frame.Image, seconds, item.Objects)
        {
            Earlier = [.. before.Select(earlier => new EarlierFrame(earlier.Frame.Image, seconds - earlier.Seconds, earlier.Objects))],
        };
        string? reason = await ChooseAsync(item, observed, cancellationToken);
        if (reason is not null)
        {
            await attribute.PostAsync(new KeyframeJob(frame.Retain(), observed, reason, [.. before.Select(earlier => earlier.Frame.Retain())]));
        }

        recent.Offer(frame, seconds, item.Objects);
        if (show is not null)
        {
            await show.PostAsync(new LiveFrame(frame.Retain(), seconds, item.Objects, reason is not null));
        }
    }

    public override void Closed()
    {
        recent.Dispose();
        attribute.Complete();
        show?.Complete();
    }

    private async ValueTask<string?> ChooseAsync(TrackedFrame item, ObservedFrame observed, CancellationToken cancellationToken)
    {
        Frame frame = item.Frame;
        double seconds = observed.Seconds;
        string? reason = keyframes.Choose(new KeyframeView
        {
            Seconds = seconds,
            Epoch = _epoch,
            Width = frame.Width,
            Height = frame.Height,
            SceneDifference = item.SceneDifference,
            Objects = item.Objects,
            Motion = item.Motion,
            MotionSeconds = item.MotionSeconds,
            IsHappening = events.IsHappening,
        });
        if (answers is null)
        {
            return reason;
        }

        if (reason is null && keyframes.MayFollowAnswer(seconds) && await answers.HasChangedAsync(observed, cancellationToken))
        {
            reason = keyframes.FollowAnswer(seconds);
        }

        if (reason is not null)
        {
            await answers.BeginAsync(observed, cancellationToken);
        }

        return reason;
    }
}
