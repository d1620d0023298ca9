using PixelShap.Masking;

namespace PixelShap.Video.Segmentation;

/// <summary>A box in pixels of the frame, edges at sub-pixel positions.</summary>
/// <param name="Left">The left edge.</param>
/// <param name="Top">The top edge.</param>
/// <param name="Right">The right edge, not less than <paramref name="Left"/>.</param>
/// <param name="Bottom">The bottom edge, not less than <paramref name="Top"/>.</param>
public readonly record struct BoundingBox(float Left, float Top, float Right, float Bottom)
{
    /// <summary>Width in pixels.</summary>
    public float Width => Right - Left;

    /// <summary>Height in pixels.</summary>
    public float Height => Bottom - Top;

    /// <summary>Area in square pixels; 0 for a degenerate box.</summary>
    public float Area => Math.Max(0, Width) * Math.Max(0, Height);

    /// <summary>Intersection over union, 0 to 1.</summary>
    public float IoU(BoundingBox other)
    {
        float width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left);
        float height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        if (width <= 0 || height <= 0)
        {
            return 0;
        }

        float both = width * height;
        return both / (Area + other.Area - both);
    }

    /// <summary>The whole pixels that the box touches, within the image.</summary>
    public PixelBox ToPixels(int imageWidth, int imageHeight)
    {
        int left = Math.Clamp((int)MathF.Floor(Left), 0, imageWidth), top = Math.Clamp((int)MathF.Floor(Top), 0, imageHeight);
        int right = Math.Clamp((int)MathF.Ceiling(Right), left, imageWidth), bottom = Math.Clamp((int)MathF.Ceiling(Bottom), top, imageHeight);
        return new PixelBox(left, top, right - left, bottom - top);
    }
}
