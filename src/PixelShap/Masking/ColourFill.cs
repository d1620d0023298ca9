namespace PixelShap.Masking;

/// <summary>Fills with one colour: a given one, or the mean colour of the original image.</summary>
public sealed class ColourFill : IFill
{
    private readonly (byte Blue, byte Green, byte Red)? _colour;

    private ColourFill(string name, (byte Blue, byte Green, byte Red)? colour)
    {
        Name = name;
        _colour = colour;
    }

    /// <summary>Black.</summary>
    public static ColourFill Black { get; } = new("black", (0, 0, 0));

    /// <summary>The mean colour of the original image, hidden objects included, so that all coalitions get the same colour.</summary>
    public static ColourFill Mean { get; } = new("mean", null);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public void Apply(BgrImage source, HiddenRegion hidden, BgrImage destination)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        (byte blue, byte green, byte red) = _colour ?? MeanOf(source);
        Span<byte> pixels = destination.Pixels.Span;
        if (blue == green && green == red)
        {
            foreach (MaskRun run in hidden.Pixels.Runs)
            {
                pixels.Slice((run.Y * destination.Stride) + (3 * run.X), 3 * run.Length).Fill(blue);
            }

            return;
        }

        var pattern = new byte[3 * hidden.Pixels.Box.Width];
        for (int i = 0; i < pattern.Length; i += 3)
        {
            (pattern[i], pattern[i + 1], pattern[i + 2]) = (blue, green, red);
        }

        foreach (MaskRun run in hidden.Pixels.Runs)
        {
            pattern.AsSpan(0, 3 * run.Length).CopyTo(pixels[((run.Y * destination.Stride) + (3 * run.X))..]);
        }
    }

    internal static (byte Blue, byte Green, byte Red) MeanOf(BgrImage image)
    {
        long blue = 0, green = 0, red = 0;
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            int b = 0, g = 0, r = 0;
            for (int i = 0; i + 2 < row.Length; i += 3)
            {
                b += row[i];
                g += row[i + 1];
                r += row[i + 2];
            }

            (blue, green, red) = (blue + b, green + g, red + r);
        }

        long count = (long)image.Width * image.Height;
        return (Round(blue), Round(green), Round(red));

        byte Round(long sum) => (byte)((sum + (count / 2)) / count);
    }
}
