using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>Sees what a segmenter sees, but nothing of the own car.</summary>
/// <param name="inner">The segmenter; disposed with this.</param>
/// <param name="own">The own car.</param>
internal sealed class OthersSegmenter(ISegmenter inner, OwnCar own) : ISegmenter
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public ExecutionProvider? Provider => inner.Provider;

    /// <summary>Nothing is counted: these are pictures with something hidden, shown to a model that looks through a segmenter.</summary>
    public IReadOnlyList<Detection> Segment(BgrImage image, CancellationToken cancellationToken)
    {
        IReadOnlyList<Detection> all = inner.Segment(image, cancellationToken);
        return own.Mask is { } mask ? [.. all.Where(detection => !mask.Holds(detection, image.Width, image.Height))] : all;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Detection> SegmentFrame(Frame frame, CancellationToken cancellationToken)
    {
        own.Look(frame);
        return own.Without(inner.SegmentFrame(frame, cancellationToken), frame.Width, frame.Height);
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
