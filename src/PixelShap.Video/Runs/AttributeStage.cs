using PixelShap.Video.Attribution;
using PixelShap.Video.Flow;
using PixelShap.Video.Importance;
using PixelShap.Video.Journal;

namespace PixelShap.Video.Runs;

/// <summary>Values the objects of each keyframe. One whose whole image gets no answer is skipped, and the journal says so.</summary>
internal sealed class AttributeStage(
    KeyframeAttributor attributor, JournalReplay replay, AnalysisProgress progress, Stage<JournalRecord> journal, LiveImportance? live) : StageBody<KeyframeJob>
{
    public override async ValueTask ProcessAsync(KeyframeJob item, CancellationToken cancellationToken)
    {
        using KeyframeJob job = item;
        int valued = 0;
        await attributor.AttributeAsync(job.Moment, job.Reason, replay.KeyframeAt, RecordAsync, cancellationToken);
        progress.AddKeyframes(valued > 0 && !replay.HasKeyframe(job.Moment.Frame.Index) ? 1 : 0);

        async ValueTask RecordAsync(JournalRecord record)
        {
            if (record is JournalKeyframe keyframe)
            {
                live?.Add(keyframe);
                Interlocked.Increment(ref valued);
            }

            await journal.PostAsync(record);
        }
    }

    public override void Closed() => journal.Complete();
}
