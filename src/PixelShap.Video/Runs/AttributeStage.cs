using PixelShap.Video.Attribution;
using PixelShap.Video.Flow;
using PixelShap.Video.Frames;
using PixelShap.Video.Importance;
using PixelShap.Video.Journal;

namespace PixelShap.Video.Runs;

/// <summary>Values the objects of each keyframe.</summary>
internal sealed class AttributeStage(
    KeyframeAttributor attributor, AnalysisProgress progress, Stage<JournalRecord> journal, LiveImportance? live) : StageBody<KeyframeJob>
{
    public override async ValueTask ProcessAsync(KeyframeJob item, CancellationToken cancellationToken)
    {
        using Frame frame = item.Frame;
        JournalKeyframe keyframe = await attributor.AttributeAsync(frame, item.Seconds, item.Objects, item.Reason, cancellationToken);
        live?.Add(keyframe);
        await journal.PostAsync(keyframe);
        progress.AddKeyframes(1);
    }

    public override void Closed() => journal.Complete();
}
