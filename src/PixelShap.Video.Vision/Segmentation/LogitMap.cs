using System.Buffers;
using System.Numerics.Tensors;
using PixelShap.Masking;

namespace PixelShap.Video.Vision.Segmentation;

/// <summary>Cuts a coarse map of values at zero at the resolution of the image: bilinear interpolation, positive is inside.</summary>
internal static class LogitMap
{
    /// <summary>The window of the map that is needed for some pixels of the image.</summary>
    internal static PixelBox WindowOf(PixelBox pixels, Scale across, Scale down, int mapWidth, int mapHeight)
    {
        (int left, int width) = Stretch(pixels.X, pixels.Width, across, mapWidth);
        (int top, int height) = Stretch(pixels.Y, pixels.Height, down, mapHeight);
        return new PixelBox(left, top, width, height);
    }

    /// <summary>The pixels of the image whose centres lie over a window of the map.</summary>
    internal static PixelBox PixelsOf(PixelBox window, Scale across, Scale down, int imageWidth, int imageHeight)
    {
        int left = (int)MathF.Floor((window.X - across.Offset) / across.Factor);
        int right = (int)MathF.Ceiling((window.Right - across.Offset) / across.Factor);
        int top = (int)MathF.Floor((window.Y - down.Offset) / down.Factor);
        int bottom = (int)MathF.Ceiling((window.Bottom - down.Offset) / down.Factor);
        return new PixelBox(left, top, right - left, bottom - top).Intersect(new PixelBox(0, 0, imageWidth, imageHeight));
    }

    /// <summary>Makes the mask.</summary>
    /// <param name="values">The values of the window, row by row; beyond it the nearest value counts.</param>
    /// <param name="window">The window in the map.</param>
    /// <param name="across">Where pixel columns lie in the map.</param>
    /// <param name="down">Where pixel rows lie in the map.</param>
    /// <param name="pixels">The pixels of the image to look at; the mask has none outside.</param>
    /// <param name="imageWidth">The width of the image.</param>
    /// <param name="imageHeight">The height of the image.</param>
    internal static Mask Render(
        ReadOnlySpan<float> values, PixelBox window, Scale across, Scale down, PixelBox pixels, int imageWidth, int imageHeight)
    {
        byte[] map = ArrayPool<byte>.Shared.Rent(pixels.Width * pixels.Height);
        float[] buffer = ArrayPool<float>.Shared.Rent(window.Width);
        Span<float> row = buffer.AsSpan(0, window.Width);
        for (int y = 0; y < pixels.Height; y++)
        {
            float position = Math.Clamp(down.Position(pixels.Y + y) - window.Y, 0, window.Height - 1);
            int upper = (int)position, lower = Math.Min(upper + 1, window.Height - 1);
            TensorPrimitives.Lerp(
                values.Slice(upper * window.Width, window.Width), values.Slice(lower * window.Width, window.Width), position - upper, row);
            Threshold(row, across.Position(pixels.X) - window.X, across.Factor, map.AsSpan(y * pixels.Width, pixels.Width));
        }

        Mask mask = Mask.FromBytes(imageWidth, imageHeight, pixels, map, pixels.Width);
        ArrayPool<float>.Shared.Return(buffer);
        ArrayPool<byte>.Shared.Return(map);
        return mask;
    }

    private static void Threshold(ReadOnlySpan<float> row, float position, float step, Span<byte> map)
    {
        float start = position;
        for (int x = 0; x < map.Length; x++)
        {
            position = start + (step * x);
            int left = Math.Min((int)Math.Max(position, 0), row.Length - 1);
            float value = row[left];
            if (left + 1 < row.Length)
            {
                value += (row[left + 1] - value) * Math.Max(position - left, 0);
            }

            map[x] = value > 0 ? (byte)1 : (byte)0;
        }
    }

    private static (int First, int Count) Stretch(int pixel, int count, Scale scale, int size)
    {
        int first = Math.Clamp((int)MathF.Floor(scale.Position(pixel)), 0, size - 1);
        int last = Math.Clamp((int)MathF.Floor(scale.Position(pixel + count - 1)) + 1, first, size - 1);
        return (first, last - first + 1);
    }

    /// <summary>How one axis of the image lies on the map: edges at <c>Factor · edge + Offset</c>.</summary>
    internal readonly record struct Scale(float Factor, float Offset)
    {
        /// <summary>Where the centre of a pixel lies, in map pixels with whole numbers at their centres.</summary>
        internal float Position(int pixel) => ((pixel + 0.5f) * Factor) + Offset - 0.5f;
    }
}
