using System.Numerics.Tensors;

namespace PixelShap.Video.Vision.Motion;

/// <summary>A grey picture of one size with its gradients, all H×W floats in rows of <see cref="Stride"/>, with a border all around that
/// repeats the outermost pixels.</summary>
internal sealed class PyramidLevel
{
    /// <summary>The width of the border: a patch may leave the picture by its whole size, and is read between pixels there.</summary>
    internal const int Border = Patch.Size + 2;

    internal PyramidLevel(int width, int height)
    {
        (Width, Height) = (width, height);
        // Patches of a picture that is smaller than one lie over the border, so that is wider then.
        Stride = Math.Max(width, Patch.Size) + (2 * Border);
        Rows = Math.Max(height, Patch.Size) + (2 * Border);
        (Values, GradientX, GradientY) = (new float[Stride * Rows], new float[Stride * Rows], new float[Stride * Rows]);
    }

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>Floats from one row to the next.</summary>
    internal int Stride { get; }

    /// <summary>Rows, those of the border included.</summary>
    internal int Rows { get; }

    /// <summary>Luma, 0 to 255.</summary>
    internal float[] Values { get; }

    /// <summary>The change of luma per pixel to the right.</summary>
    internal float[] GradientX { get; }

    /// <summary>The change of luma per pixel down.</summary>
    internal float[] GradientY { get; }

    /// <summary>The index of a pixel.</summary>
    internal int At(int x, int y) => ((y + Border) * Stride) + x + Border;

    /// <summary>Takes packed bytes of this size.</summary>
    internal void Load(ReadOnlySpan<byte> pixels)
    {
        for (int y = 0; y < Height; y++)
        {
            TensorPrimitives.ConvertTruncating(pixels.Slice(y * Width, Width), Values.AsSpan(At(0, y), Width));
        }

        Finish();
    }

    /// <summary>Takes the means of two by two pixels.</summary>
    internal void Halve(PyramidLevel larger)
    {
        // Where the size is odd, the last pixel is averaged with the border, which repeats it.
        for (int y = 0; y < Height; y++)
        {
            ReadOnlySpan<float> upper = larger.Values.AsSpan(larger.At(0, 2 * y), 2 * Width);
            ReadOnlySpan<float> lower = larger.Values.AsSpan(larger.At(0, (2 * y) + 1), 2 * Width);
            Span<float> row = Values.AsSpan(At(0, y), Width);
            for (int x = 0; x < row.Length; x++)
            {
                row[x] = 0.25f * (upper[2 * x] + upper[(2 * x) + 1] + lower[2 * x] + lower[(2 * x) + 1]);
            }
        }

        Finish();
    }

    private void Finish()
    {
        for (int y = 0; y < Height; y++)
        {
            Span<float> row = Values.AsSpan((y + Border) * Stride, Stride);
            row[..Border].Fill(row[Border]);
            row[(Border + Width)..].Fill(row[Border + Width - 1]);
        }

        Span<float> first = Values.AsSpan(Border * Stride, Stride), last = Values.AsSpan((Border + Height - 1) * Stride, Stride);
        for (int y = 0; y < Border; y++)
        {
            first.CopyTo(Values.AsSpan(y * Stride));
        }

        for (int y = Border + Height; y < Rows; y++)
        {
            last.CopyTo(Values.AsSpan(y * Stride));
        }

        // Central differences, everywhere but in the outermost ring, which nothing reads.
        int count = (Stride * (Rows - 2)) - 2;
        ReadOnlySpan<float> values = Values;
        Difference(values.Slice(Stride, count), values.Slice(Stride + 2, count), GradientX.AsSpan(Stride + 1, count));
        Difference(values.Slice(1, count), values.Slice((2 * Stride) + 1, count), GradientY.AsSpan(Stride + 1, count));
    }

    private static void Difference(ReadOnlySpan<float> before, ReadOnlySpan<float> after, Span<float> result)
    {
        TensorPrimitives.Subtract(after, before, result);
        TensorPrimitives.Multiply(result, 0.5f, result);
    }
}
