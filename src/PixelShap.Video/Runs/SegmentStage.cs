using PixelShap.Video.Flow;
using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Runs;

/// <summary>Finds the objects of each frame, or recalls them from the journal.</summary>
internal sealed class SegmentStage(ISegmenter segmenter, JournalReplay replay, Stage<SegmentedFrame> next) : StageBody<Frame>
{
    public override async ValueTask ProcessAsync(Frame item, CancellationToken cancellationToken)
    {
        SegmentedFrame? segmented = null;
        try
        {
            segmented = new SegmentedFrame(item, replay.TakeDetections(item.Index) ?? segmenter.Segment(item.Image, cancellationToken));
            await next.PostAsync(segmented);
        }
        catch
        {
            item.Dispose();
            throw;
        }
    }

    public override void Closed() => next.Complete();
}
