using PixelShap.Video.Importance;

namespace PixelShap.Video.Review.Colour;

/// <summary>
/// The colour of a signed φ: from nothing at 0 over burnt orange to bright yellow for what supports the answer, over steel blue to
/// pale blue for what works against it. Lightness rises evenly with |φ|, so the order survives without hue; orange against blue is
/// told apart with every common colour blindness (see docs/decisions/0051-importance-colours.md).
/// </summary>
public sealed class ImportanceColours
{
    private const int Steps = 256;
    private readonly Rgb[] _positive = new Rgb[Steps];
    private readonly Rgb[] _negative = new Rgb[Steps];

    /// <summary>Creates the map.</summary>
    /// <param name="range">The |φ| of the strongest colour, more than 0; larger values are shown as this one.</param>
    public ImportanceColours(double range)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(range);
        Range = range;
        for (int i = 0; i < Steps; i++)
        {
            double t = i / (Steps - 1.0);
            _positive[i] = new Oklch(0.52 + (0.38 * t), 0.13 + (0.05 * t), 42 + (54 * t)).ToRgb();
            _negative[i] = new Oklch(0.50 + (0.34 * t), 0.085 + (0.025 * t), 255 - (20 * t)).ToRgb();
        }
    }

    /// <summary>The |φ| of the strongest colour.</summary>
    public double Range { get; }

    /// <summary>|φ| as a share of <see cref="Range"/>, 0 to 1.</summary>
    public double Strength(double importance) =>
        double.IsNaN(importance) ? 0 : Math.Min(1, Math.Abs(importance) / Range);

    /// <summary>The colour of <paramref name="importance"/>; its strength as a tint is <see cref="Opacity"/>.</summary>
    public Rgb Colour(double importance)
    {
        int step = (int)Math.Round(Strength(importance) * (Steps - 1));
        return importance < 0 ? _negative[step] : _positive[step];
    }

    /// <summary>How much of the picture the tint replaces, 0 to 0.62: what hardly matters stays as it was filmed.</summary>
    public double Opacity(double importance) => 0.62 * Math.Pow(Strength(importance), 0.85);

    /// <summary>The smallest of 0.1, 0.2, 0.5, 1 … that is not less than <paramref name="largest"/>.</summary>
    public static double RoundRange(double largest)
    {
        double decade = 0.1;
        while (true)
        {
            foreach (int step in (ReadOnlySpan<int>)[1, 2, 5])
            {
                if (largest <= (decade * step) + 1e-12 || decade >= 1e6)
                {
                    return Math.Round(decade * step, 10);
                }
            }

            decade *= 10;
        }
    }

    /// <summary>φ as people read it: signed, two decimals, with a true minus; empty for a track that was never valued.</summary>
    public static string Format(ImportanceSample sample)
    {
        if (sample.Kind == SampleKind.None || double.IsNaN(sample.Mean))
        {
            return "";
        }

        double rounded = Math.Round(sample.Mean, 2);
        return rounded == 0 ? "0.00" : $"{(rounded < 0 ? '−' : '+')}{Math.Abs(rounded):0.00}";
    }
}
