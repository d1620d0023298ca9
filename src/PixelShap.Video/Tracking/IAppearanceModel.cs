using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Tracking;

/// <summary>Describes what objects look like, so that one can be known again after it was hidden (re-identification).</summary>
public interface IAppearanceModel : IDisposable
{
    /// <summary>One embedding per detection, in the same order, all of one length; null where the object is too small to tell.</summary>
    IReadOnlyList<float[]?> Embed(BgrImage image, IReadOnlyList<Detection> detections, CancellationToken cancellationToken);
}
