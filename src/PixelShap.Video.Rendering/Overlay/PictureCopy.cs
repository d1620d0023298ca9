using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Rendering.Colour;

namespace PixelShap.Video.Rendering.Overlay;

/// <summary>Brings the source picture into the annotated one: 3 or 4 bytes per pixel to 4.</summary>
internal static class PictureCopy
{
    /// <summary>Copies <paramref name="source"/> to <paramref name="place"/>, a box of its size.</summary>
    internal static void Copy(Frame source, Span<byte> output, int outputWidth, PixelBox place)
    {
        ReadOnlySpan<byte> from = source.Pixels.Span;
        Span<uint> to = MemoryMarshal.Cast<byte, uint>(output);
        if (source.Header.Format == PixelFormat.Yuv420)
        {
            Yuv420.ToPixels(from, source.Width, source.Height, to, outputWidth, place.X, place.Y);
            return;
        }

        for (int y = 0; y < source.Height; y++)
        {
            ReadOnlySpan<byte> line = from.Slice(y * source.Stride, source.Stride);
            Span<uint> target = to.Slice(((place.Y + y) * outputWidth) + place.X, source.Width);
            if (source.Header.Format == PixelFormat.Bgr24)
            {
                Expand(line, target);
            }
            else
            {
                MemoryMarshal.Cast<byte, uint>(line).CopyTo(target);
            }
        }
    }

    /// <summary>The picture as 32-bit pixels; the caller disposes it.</summary>
    internal static Frame InPixels(Frame source)
    {
        Frame pixels = new FramePool(0).Rent(source.Header with { Format = PixelFormat.Bgr32 });
        Copy(source, pixels.Pixels.Span, source.Width, new PixelBox(0, 0, source.Width, source.Height));
        return pixels;
    }

    /// <summary>Four pixels at a time: 12 bytes are spread over 16.</summary>
    private static void Expand(ReadOnlySpan<byte> bgr, Span<uint> target)
    {
        int x = 0;
        Vector128<byte> spread = Vector128.Create((byte)0, 1, 2, 255, 3, 4, 5, 255, 6, 7, 8, 255, 9, 10, 11, 255);
        Vector128<uint> opaque = Vector128.Create(0xFF000000u);
        for (; (x * 3) + 16 <= bgr.Length; x += 4)
        {
            Vector128<byte> four = Vector128.Shuffle(Vector128.Create(bgr.Slice(x * 3, 16)), spread);
            (four.AsUInt32() | opaque).CopyTo(target[x..]);
        }

        for (; x < target.Length; x++)
        {
            target[x] = 0xFF000000u | (uint)bgr[(x * 3) + 2] << 16 | (uint)bgr[(x * 3) + 1] << 8 | bgr[x * 3];
        }
    }
}
