using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>Finds the objects of the frames that are due, or recalls them from the journal.</summary>
internal sealed class SegmentStage(
    ISegmenter segmenter, SegmentationSchedule schedule, JournalReplay replay, Stage<SegmentedFrame> next) : StageBody<Frame>
{
    public override async ValueTask ProcessAsync(Frame item, CancellationToken cancellationToken)
    {
        try
        {
            (bool isDue, bool beginsScene, double difference) = schedule.Next(item);
            IReadOnlyList<Detection>? detections = replay.TakeDetections(item.Index);
            if (isDue)
            {
                detections ??= segmenter.SegmentFrame(item, cancellationToken);
            }

            await next.PostAsync(new SegmentedFrame(item, isDue, detections, beginsScene, difference));
        }
        catch
        {
            item.Dispose();
            throw;
        }
    }

    public override void Closed() => next.Complete();
}
