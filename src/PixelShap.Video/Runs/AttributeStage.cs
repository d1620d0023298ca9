using PixelShap.Video.Attribution;
using PixelShap.Video.Flow;
using PixelShap.Video.Frames;
using PixelShap.Video.Importance;
using PixelShap.Video.Journal;
using PixelShap.Video.Language;

namespace PixelShap.Video.Runs;

/// <summary>Values the objects of each keyframe. One whose whole image gets no answer is skipped, and the journal says so.</summary>
internal sealed class AttributeStage(
    KeyframeAttributor attributor, AnalysisProgress progress, Stage<JournalRecord> journal, LiveImportance? live) : StageBody<KeyframeJob>
{
    public override async ValueTask ProcessAsync(KeyframeJob item, CancellationToken cancellationToken)
    {
        using Frame frame = item.Frame;
        if (item.Known is not null)
        {
            attributor.Recall(item.Known, frame, item.Objects);
            return;
        }

        JournalKeyframe keyframe;
        try
        {
            keyframe = await attributor.AttributeAsync(frame, item.Seconds, item.Objects, item.Reason, cancellationToken);
        }
        catch (UnansweredException exception)
        {
            await journal.PostAsync(attributor.Skip(frame, item.Seconds, item.Reason, exception));
            return;
        }

        live?.Add(keyframe);
        await journal.PostAsync(keyframe);
        progress.AddKeyframes(1);
    }

    public override void Closed() => journal.Complete();
}
