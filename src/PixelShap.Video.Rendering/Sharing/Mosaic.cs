using PixelShap.Masking;
using PixelShap.Video.Frames;

namespace PixelShap.Video.Rendering.Sharing;

/// <summary>Covers a part of a picture with blocks of mean colour.</summary>
internal static class Mosaic
{
    /// <summary>Blocks so coarse that at most five fit across the region.</summary>
    public static void Cover(Frame frame, PixelBox region)
    {
        int block = Math.Max(8, (Math.Min(region.Width, region.Height) + 4) / 5 / 2 * 2);
        Span<byte> pixels = frame.Pixels.Span;
        if (frame.Header.Format != PixelFormat.Yuv420)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                Cover(pixels[channel..], frame.Stride, frame.Header.BytesPerPixel, region, block);
            }

            return;
        }

        // Chroma covers two pixels each way, so the region is widened to even borders.
        int halfWidth = (frame.Width + 1) / 2, halfHeight = (frame.Height + 1) / 2, luma = frame.Width * frame.Height, plane = halfWidth * halfHeight;
        int left = region.X / 2, top = region.Y / 2;
        var half = new PixelBox(left, top, Math.Min(halfWidth, (region.Right + 1) / 2) - left, Math.Min(halfHeight, (region.Bottom + 1) / 2) - top);
        Cover(pixels[..luma], frame.Width, 1, region, block);
        Cover(pixels.Slice(luma, plane), halfWidth, 1, half, block / 2);
        Cover(pixels.Slice(luma + plane, plane), halfWidth, 1, half, block / 2);
    }

    /// <summary>Covers the region in one channel or plane.</summary>
    /// <param name="values">The values, the first of the upper left pixel.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="step">Bytes from one value to the next.</param>
    /// <param name="region">What to cover.</param>
    /// <param name="block">The side of a block.</param>
    private static void Cover(Span<byte> values, int stride, int step, PixelBox region, int block)
    {
        for (int top = region.Y; top < region.Bottom; top += block)
        {
            for (int left = region.X; left < region.Right; left += block)
            {
                int right = Math.Min(left + block, region.Right), bottom = Math.Min(top + block, region.Bottom), sum = 0;
                for (int y = top; y < bottom; y++)
                {
                    for (int x = left; x < right; x++)
                    {
                        sum += values[(y * stride) + (x * step)];
                    }
                }

                byte mean = (byte)(sum / ((right - left) * (bottom - top)));
                for (int y = top; y < bottom; y++)
                {
                    for (int x = left; x < right; x++)
                    {
                        values[(y * stride) + (x * step)] = mean;
                    }
                }
            }
        }
    }
}
