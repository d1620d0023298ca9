namespace PixelShap.Masking;

/// <summary>
/// An 8-bit image in memory: H×W pixels, row-major, blue-green-red interleaved, 3 bytes per pixel. Does not own its memory.
/// </summary>
public readonly struct BgrImage : IEquatable<BgrImage>
{
    /// <summary>Wraps existing pixels.</summary>
    /// <param name="pixels">At least <c>(height − 1) · stride + 3 · width</c> bytes.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="stride">Bytes from one row to the next, at least 3 · <paramref name="width"/>.</param>
    /// <exception cref="ArgumentException">The memory is too small for the shape.</exception>
    public BgrImage(Memory<byte> pixels, int width, int height, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, width * 3);
        if (pixels.Length < ((long)(height - 1) * stride) + (width * 3))
        {
            throw new ArgumentException($"{pixels.Length} bytes are too few for {width}x{height} pixels with stride {stride}.", nameof(pixels));
        }

        Pixels = pixels;
        Width = width;
        Height = height;
        Stride = stride;
    }

    /// <summary>The bytes.</summary>
    public Memory<byte> Pixels { get; }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>The pixels of one row: 3 · <see cref="Width"/> bytes.</summary>
    public Span<byte> Row(int y) => Pixels.Span.Slice(y * Stride, Width * 3);

    /// <summary>Copies the pixels of <paramref name="source"/>, which must have the same width and height.</summary>
    public void CopyFrom(BgrImage source)
    {
        if (source.Width != Width || source.Height != Height)
        {
            throw new ArgumentException($"Cannot copy {source.Width}x{source.Height} into {Width}x{Height}.", nameof(source));
        }

        if (source.Stride == Stride)
        {
            source.Pixels.Span[..(((Height - 1) * Stride) + (Width * 3))].CopyTo(Pixels.Span);
            return;
        }

        for (int y = 0; y < Height; y++)
        {
            source.Row(y).CopyTo(Row(y));
        }
    }

    /// <inheritdoc/>
    public bool Equals(BgrImage other) =>
        Pixels.Equals(other.Pixels) && Width == other.Width && Height == other.Height && Stride == other.Stride;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BgrImage other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Pixels, Width, Height, Stride);

    /// <summary>The same view of the same memory.</summary>
    public static bool operator ==(BgrImage left, BgrImage right) => left.Equals(right);

    /// <summary>Another view or other memory.</summary>
    public static bool operator !=(BgrImage left, BgrImage right) => !left.Equals(right);
}
