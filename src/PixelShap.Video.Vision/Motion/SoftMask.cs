using System.Buffers;
using PixelShap.Masking;
using PixelShap.Video.Vision.OpenCv;
using PixelShap.Video.Vision.Segmentation;

namespace PixelShap.Video.Vision.Motion;

/// <summary>How much of each pixel belongs to an object, 0 to 1, at the size at which motion is measured; stored for a window
/// only.</summary>
internal sealed class SoftMask
{
    private const float Nothing = 0.02f;

    private SoftMask(PixelBox window, float[] values) => (Window, Values) = (window, values);

    /// <summary>The window; everything outside is 0.</summary>
    internal PixelBox Window { get; }

    /// <summary>The values of the window, row by row.</summary>
    internal float[] Values { get; }

    /// <summary>The number of pixels that are more inside than outside.</summary>
    internal int Area
    {
        get
        {
            int area = 0;
            foreach (float value in Values)
            {
                area += value > 0.5f ? 1 : 0;
            }

            return area;
        }
    }

    /// <summary>Shrinks a mask.</summary>
    internal static SoftMask From(Mask mask, int width, int height)
    {
        byte[] large = ArrayPool<byte>.Shared.Rent(mask.ImageWidth * mask.ImageHeight), small = ArrayPool<byte>.Shared.Rent(width * height);
        large.AsSpan(0, mask.ImageWidth * mask.ImageHeight).Clear();
        mask.Paint(large, mask.ImageWidth, 255);
        PixelOperations.ResizeGrey(large, mask.ImageWidth, mask.ImageHeight, small, width, height, ResizeMethod.Area);
        var values = new float[width * height];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = small[i] / 255f;
        }

        ArrayPool<byte>.Shared.Return(large);
        ArrayPool<byte>.Shared.Return(small);
        return Crop(new PixelBox(0, 0, width, height), values);
    }

    /// <summary>Keeps the part of a window that holds anything.</summary>
    internal static SoftMask Crop(PixelBox window, ReadOnlySpan<float> values)
    {
        int left = window.Width, right = -1, top = -1, bottom = -1;
        for (int y = 0; y < window.Height; y++)
        {
            ReadOnlySpan<float> row = values.Slice(y * window.Width, window.Width);
            for (int x = 0; x < row.Length; x++)
            {
                if (row[x] > Nothing)
                {
                    left = Math.Min(left, x);
                    right = Math.Max(right, x);
                    top = top < 0 ? y : top;
                    bottom = y;
                }
            }
        }

        if (right < 0)
        {
            return new SoftMask(default, []);
        }

        var kept = new PixelBox(window.X + left, window.Y + top, right - left + 1, bottom - top + 1);
        var copy = new float[kept.Width * kept.Height];
        for (int y = 0; y < kept.Height; y++)
        {
            values.Slice(((top + y) * window.Width) + left, kept.Width).CopyTo(copy.AsSpan(y * kept.Width));
        }

        return new SoftMask(kept, copy);
    }

    /// <summary>The value between pixels; pixel centres are whole numbers.</summary>
    internal float At(float x, float y)
    {
        x -= Window.X;
        y -= Window.Y;
        if (!(x > -1 && y > -1 && x < Window.Width && y < Window.Height))
        {
            return 0;
        }

        int left = (int)MathF.Floor(x), top = (int)MathF.Floor(y);
        float across = x - left, down = y - top;
        if (left >= 0 && top >= 0 && left + 1 < Window.Width && top + 1 < Window.Height)
        {
            ReadOnlySpan<float> first = Values.AsSpan((top * Window.Width) + left, Window.Width + 2);
            float high = first[0] + ((first[1] - first[0]) * across);
            float low = first[Window.Width] + ((first[Window.Width + 1] - first[Window.Width]) * across);
            return high + ((low - high) * down);
        }

        float upper = Get(left, top), lower = Get(left, top + 1);
        upper += (Get(left + 1, top) - upper) * across;
        lower += (Get(left + 1, top + 1) - lower) * across;
        return upper + ((lower - upper) * down);
    }

    /// <summary>The weighted mean of two masks.</summary>
    internal static SoftMask Blend(SoftMask first, double firstWeight, SoftMask second, double secondWeight)
    {
        float share = (float)(firstWeight / Math.Max(firstWeight + secondWeight, 1e-9));
        PixelBox window = first.Window.IsEmpty ? second.Window : second.Window.IsEmpty ? first.Window : first.Window.Cover(second.Window);
        var values = new float[window.Width * window.Height];
        for (int y = 0; y < window.Height; y++)
        {
            for (int x = 0; x < window.Width; x++)
            {
                float a = first.Get(window.X + x - first.Window.X, window.Y + y - first.Window.Y);
                float b = second.Get(window.X + x - second.Window.X, window.Y + y - second.Window.Y);
                values[(y * window.Width) + x] = b + ((a - b) * share);
            }
        }

        return Crop(window, values);
    }

    /// <summary>The pixels of the frame that are more inside than outside.</summary>
    /// <param name="width">The width at which motion is measured.</param>
    /// <param name="height">The height at which motion is measured.</param>
    /// <param name="frameWidth">The width of the frame.</param>
    /// <param name="frameHeight">The height of the frame.</param>
    internal Mask ToMask(int width, int height, int frameWidth, int frameHeight)
    {
        if (Window.IsEmpty)
        {
            return Mask.Empty(frameWidth, frameHeight);
        }

        // One pixel of nothing around the window, so that the edge runs down to the border of the object and not of the window.
        PixelBox padded = new PixelBox(Window.X - 1, Window.Y - 1, Window.Width + 2, Window.Height + 2).Intersect(
            new PixelBox(0, 0, width, height));
        float[] values = ArrayPool<float>.Shared.Rent(padded.Width * padded.Height);
        for (int y = 0; y < padded.Height; y++)
        {
            for (int x = 0; x < padded.Width; x++)
            {
                values[(y * padded.Width) + x] = Get(padded.X + x - Window.X, padded.Y + y - Window.Y) - 0.5f;
            }
        }

        LogitMap.Scale across = new((float)width / frameWidth, 0), down = new((float)height / frameHeight, 0);
        PixelBox pixels = LogitMap.PixelsOf(padded, across, down, frameWidth, frameHeight);
        Mask mask = LogitMap.Render(values, padded, across, down, pixels, frameWidth, frameHeight);
        ArrayPool<float>.Shared.Return(values);
        return mask;
    }

    private float Get(int x, int y) => (uint)x < (uint)Window.Width && (uint)y < (uint)Window.Height ? Values[(y * Window.Width) + x] : 0;
}
