using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Nut;

/// <summary>What the headers of a NUT stream with one raw video stream say.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="TimeBase">The length of a tick.</param>
/// <param name="FourCc">The pixel format, four bytes: <c>BGR\x18</c>, <c>BGR\0</c> or <c>I420</c>.</param>
internal sealed record NutVideoStream(int Width, int Height, Rational TimeBase, uint FourCc)
{
    /// <summary>The four bytes of packed 24-bit BGR, as a little-endian number.</summary>
    public const uint Bgr24 = 'B' | ('G' << 8) | ('R' << 16) | (24u << 24);

    /// <summary>The four bytes of 32-bit BGR with an unused byte, as a little-endian number.</summary>
    public const uint Bgr32 = 'B' | ('G' << 8) | ('R' << 16);

    /// <summary>The four bytes of planar 4:2:0, as a little-endian number.</summary>
    public const uint Yuv420 = 'I' | ('4' << 8) | ('2' << 16) | ((uint)'0' << 24);
}

/// <summary>The time and length of a frame whose pixels come next in the stream.</summary>
/// <param name="Pts">In ticks of the stream's time base.</param>
/// <param name="Size">In bytes.</param>
internal readonly record struct NutFrameHeader(long Pts, int Size);

/// <summary>The bytes are not a NUT stream of the kind that this project reads.</summary>
internal sealed class NutFormatException(string message) : IOException(message);
