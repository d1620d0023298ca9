using PixelShap.Masking;
using PixelShap.Video.Frames;

namespace PixelShap.Video.Segmentation;

/// <summary>Finds objects and their masks in one image. Thread-safe: several callers may segment at the same time.</summary>
public interface ISegmenter : IDisposable
{
    /// <summary>A name for people and for cache keys: what kind of model, which file, on which execution provider.</summary>
    string Name { get; }

    /// <summary>What computes its networks: never <see cref="ExecutionProvider.Auto"/>; null where it has none.</summary>
    ExecutionProvider? Provider => null;

    /// <summary>The objects in the image, highest score first.</summary>
    IReadOnlyList<Detection> Segment(BgrImage image, CancellationToken cancellationToken);

    /// <summary>The objects in a frame of a video, highest score first: what a run calls. Only a segmenter that knows the video beforehand
    /// looks at more than the pixels.</summary>
    IReadOnlyList<Detection> SegmentFrame(Frame frame, CancellationToken cancellationToken) => Segment(frame.Image, cancellationToken);
}
