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

        float ratioX = (float)width / letterbox.InputWidth, ratioY = (float)height / letterbox.InputHeight;
        var across = new LogitMap.Scale(letterbox.ScaleX * ratioX, letterbox.PadX * ratioX);
        var down = new LogitMap.Scale(letterbox.ScaleY * ratioY, letterbox.PadY * ratioY);
        PixelBox window = LogitMap.WindowOf(pixels, across, down, width, height);
        float[] logits = ArrayPool<float>.Shared.Rent(window.Width * window.Height);
        Combine(prototypes, width, height, coefficients, window, logits);
        Mask mask = LogitMap.Render(logits, window, across, down, pixels, letterbox.ImageWidth, letterbox.ImageHeight);
        ArrayPool<float>.Shared.Return(logits);
        return mask;
    }

    /// <summary>Makes one mask of one map of logits that covers the whole input.</summary>
    internal static Mask Make(ReadOnlySpan<float> logits, int width, int height, in Letterbox letterbox, BoundingBox box) =>
        Make(logits, width, height, [1f], letterbox, box);

    /// <summary>The pixels whose centre lies in the box.</summary>
    private static PixelBox Pixels(BoundingBox box, in Letterbox letterbox)
    {
        int left = Math.Max(0, (int)MathF.Round(box.Left)), top = Math.Max(0, (int)MathF.Round(box.Top));
        int right = Math.Min(letterbox.ImageWidth, (int)MathF.Round(box.Right));
        int bottom = Math.Min(letterbox.ImageHeight, (int)MathF.Round(box.Bottom));
        return right <= left || bottom <= top ? default : new PixelBox(left, top, right - left, bottom - top);
    }

    private static void Combine(
        ReadOnlySpan<float> prototypes, int width, int height, ReadOnlySpan<float> coefficients, PixelBox window, Span<float> logits)
    {
        for (int y = 0; y < window.Height; y++)
        {
            Span<float> sum = logits.Slice(y * window.Width, window.Width);
            sum.Clear();
            int start = ((window.Y + y) * width) + window.X;
            for (int i = 0; i < coefficients.Length; i++)
            {
                TensorPrimitives.MultiplyAdd(prototypes.Slice((i * width * height) + start, window.Width), coefficients[i], sum, sum);
            }
        }
    }
}
