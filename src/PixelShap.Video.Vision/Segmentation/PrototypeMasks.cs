using System.Buffers;
using System.Numerics.Tensors;
using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Vision.Segmentation;

/// <summary>
/// Makes masks from prototypes and coefficients (YOLACT, Bolya et al. 2019, section 3.2): the mask's logit is the sum of the
/// prototypes weighted by the coefficients, and only pixels inside the box count. The logits are computed under the box alone and
/// interpolated to the pixels of the image there, so that the edge is as fine as the image.
/// </summary>
internal static class PrototypeMasks
{
    /// <summary>Makes one mask.</summary>
    /// <param name="prototypes">count × height × width values.</param>
    /// <param name="width">The width of a prototype.</param>
    /// <param name="height">The height of a prototype.</param>
    /// <param name="coefficients">One per prototype.</param>
    /// <param name="letterbox">How the image lies in the input; a prototype covers the whole input.</param>
    /// <param name="box">The box in the image.</param>
    internal static Mask Make(
        ReadOnlySpan<float> prototypes, int width, int height, ReadOnlySpan<float> coefficients, in Letterbox letterbox, BoundingBox box)
    {
        PixelBox pixels = Pixels(box, letterbox);
        if (pixels.IsEmpty)
        {
            return Mask.Empty(letterbox.ImageWidth, letterbox.ImageHeight);
        }

        var across = Axis.Create(pixels.X, pixels.Width, letterbox.ScaleX, letterbox.PadX, (float)width / letterbox.InputWidth, width);
        var down = Axis.Create(pixels.Y, pixels.Height, letterbox.ScaleY, letterbox.PadY, (float)height / letterbox.InputHeight, height);
        float[] logits = ArrayPool<float>.Shared.Rent((across.Count * down.Count) + across.Count);
        Span<float> window = logits.AsSpan(0, across.Count * down.Count), row = logits.AsSpan(window.Length, across.Count);
        Combine(prototypes, width, height, coefficients, across, down, window);

        byte[] map = ArrayPool<byte>.Shared.Rent(pixels.Width * pixels.Height);
        for (int y = 0; y < pixels.Height; y++)
        {
            float position = down.Position(y);
            int upper = Math.Clamp((int)position, 0, down.Count - 1), lower = Math.Min(upper + 1, down.Count - 1);
            TensorPrimitives.Lerp(
                window.Slice(upper * across.Count, across.Count), window.Slice(lower * across.Count, across.Count), position - upper, row);
            Threshold(row, across, map.AsSpan(y * pixels.Width, pixels.Width));
        }

        Mask mask = Mask.FromBytes(letterbox.ImageWidth, letterbox.ImageHeight, pixels, map, pixels.Width);
        ArrayPool<float>.Shared.Return(logits);
        ArrayPool<byte>.Shared.Return(map);
        return mask;
    }

    /// <summary>Makes one mask of one map of logits that covers the whole input.</summary>
    internal static Mask Make(ReadOnlySpan<float> logits, int width, int height, in Letterbox letterbox, BoundingBox box) =>
        Make(logits, width, height, [1f], letterbox, box);

    /// <summary>The pixels whose centre lies in the box.</summary>
    private static PixelBox Pixels(BoundingBox box, in Letterbox letterbox)
    {
        int left = Math.Max(0, (int)MathF.Round(box.Left)), top = Math.Max(0, (int)MathF.Round(box.Top));
        int right = Math.Min(letterbox.ImageWidth, (int)MathF.Round(box.Right)), bottom = Math.Min(letterbox.ImageHeight, (int)MathF.Round(box.Bottom));
        return right <= left || bottom <= top ? default : new PixelBox(left, top, right - left, bottom - top);
    }

    private static void Combine(
        ReadOnlySpan<float> prototypes, int width, int height, ReadOnlySpan<float> coefficients, in Axis across, in Axis down, Span<float> window)
    {
        window.Clear();
        for (int y = 0; y < down.Count; y++)
        {
            Span<float> sum = window.Slice(y * across.Count, across.Count);
            int start = ((down.First + y) * width) + across.First;
            for (int i = 0; i < coefficients.Length; i++)
            {
                TensorPrimitives.MultiplyAdd(prototypes.Slice((i * width * height) + start, across.Count), coefficients[i], sum, sum);
            }
        }
    }

    /// <summary>Interpolates a row of logits at the pixels; a sigmoid of one half is a logit of zero.</summary>
    private static void Threshold(ReadOnlySpan<float> row, in Axis across, Span<byte> map)
    {
        float position = across.Start;
        for (int x = 0; x < map.Length; x++, position += across.Step)
        {
            int left = Math.Min((int)Math.Max(position, 0), row.Length - 1);
            float value = row[left];
            if (left + 1 < row.Length)
            {
                value += (row[left + 1] - value) * Math.Max(position - left, 0);
            }

            map[x] = value > 0 ? (byte)1 : (byte)0;
        }
    }

    /// <summary>The part of the prototypes' axis that lies under a stretch of pixels.</summary>
    private readonly record struct Axis(int First, int Count, float Start, float Step)
    {
        internal static Axis Create(int pixel, int pixelCount, float scale, int pad, float ratio, int size)
        {
            float step = scale * ratio;
            float start = ((((pixel + 0.5f) * scale) + pad) * ratio) - 0.5f;
            int first = Math.Clamp((int)MathF.Floor(start), 0, size - 1);
            int last = Math.Clamp((int)MathF.Floor(start + (step * (pixelCount - 1))) + 1, first, size - 1);
            return new Axis(first, last - first + 1, start - first, step);
        }

        /// <summary>Where pixel <paramref name="i"/> lies in the window, between 0 and <see cref="Count"/> − 1.</summary>
        internal float Position(int i) => Math.Clamp(Start + (Step * i), 0, Count - 1);
    }
}
