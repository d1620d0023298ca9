namespace PixelShap.Video.Frames;

/// <summary>How the pixels of a frame lie in memory.</summary>
public enum PixelFormat
{
    /// <summary>3 bytes per pixel: blue, green, red. What segmenters and masking read.</summary>
    Bgr24,

    /// <summary>4 bytes per pixel: blue, green, red, unused. What is drawn on.</summary>
    Bgr32,

    /// <summary>
    /// Three planes of 8 bits in BT.709, limited range: Y at full size, then U and V at half the width and height, rounded up. What videos are made of, and
    /// half the bytes of the others: for pictures that are passed on rather than looked at.
    /// </summary>
    Yuv420,
}
