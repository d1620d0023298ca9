using PixelShap.Masking;

namespace PixelShap.Video.Segmentation;

/// <summary>Finds objects and their masks in one image. Thread-safe: several callers may segment at the same time.</summary>
public interface ISegmenter : IDisposable
{
    /// <summary>A name for people and for cache keys: what kind of model, which file, on which execution provider.</summary>
    string Name { get; }

    /// <summary>The objects in the image, highest score first.</summary>
    IReadOnlyList<Detection> Segment(BgrImage image, CancellationToken cancellationToken);
}
