using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Vision.Segmentation.Detr;

/// <summary>The boxes of the DETR family: centre x, centre y, width, height as shares of the input.</summary>
internal static class NormalisedBox
{
    /// <summary>The box in pixels of the input.</summary>
    internal static BoundingBox ToInput(ReadOnlySpan<float> box, in Letterbox letterbox)
    {
        float x = box[0] * letterbox.InputWidth, y = box[1] * letterbox.InputHeight;
        float halfWidth = box[2] * letterbox.InputWidth / 2, halfHeight = box[3] * letterbox.InputHeight / 2;
        return new BoundingBox(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight);
    }
}
