namespace PixelShap.Video.Frames;

/// <summary>How the pixels of a frame lie in memory.</summary>
public enum PixelFormat
{
    /// <summary>3 bytes per pixel: blue, green, red. What segmenters and masking read.</summary>
    Bgr24,

    /// <summary>4 bytes per pixel: blue, green, red, unused. What is drawn on.</summary>
    Bgr32,
}
