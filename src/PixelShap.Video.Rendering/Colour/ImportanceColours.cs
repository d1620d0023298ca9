using System.Globalization;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Rendering.Colour;

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
            _positive[i] = Positive(i / (Steps - 1.0)).ToRgb();
            _negative[i] = Negative(i / (Steps - 1.0)).ToRgb();
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

    /// <summary>The same colour in the shade: darker and a little redder, as paint is, so that yellow does not turn to olive.</summary>
    internal Rgb Shadow(double importance)
    {
        Oklch lit = importance < 0 ? Negative(Strength(importance)) : Positive(Strength(importance));
        double hue = importance < 0 ? lit.HueDegrees + 8 : Math.Max(40, lit.HueDegrees - 20);
        return new Oklch(lit.Lightness * 0.80, lit.Chroma, hue).ToRgb();
    }

    /// <summary>How much of the picture the tint replaces, 0 to 0.62: what hardly matters stays as it was filmed.</summary>
    public double Opacity(double importance) => 0.62 * Math.Pow(Strength(importance), 0.85);

    /// <summary>The least |φ| that the strongest colour stands for in a run.</summary>
    public const double LeastRange = 0.2;

    /// <summary>The |φ| of the strongest colour for a whole run, the same in its annotated video, its reviews and its report: the largest at a keyframe, rounded up,
    /// and at least <see cref="LeastRange"/>: values that are all close to zero are not to shine.</summary>
    public static double RangeOf(RunResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return Math.Max(LeastRange, RoundRange(results.Prompts
            .SelectMany(prompt => prompt.Timeline.Tracks.Values)
            .SelectMany(track => track.Observations.Select(observation => Math.Abs(track.At(observation.Seconds).Mean)))
            .Where(double.IsFinite).DefaultIfEmpty().Max()));
    }

    /// <summary>A round number not below <paramref name="largest"/>: 0.05, tenths up to 1, then 1, 2, 5 of each decade.</summary>
    public static double RoundRange(double largest)
    {
        if (largest <= 0.05)
        {
            return 0.05;
        }

        if (largest <= 1)
        {
            return Math.Ceiling((largest * 10) - 1e-9) / 10;
        }

        double decade = Math.Pow(10, Math.Floor(Math.Log10(Math.Min(largest, 1e9))));
        double share = largest / decade;
        return decade * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }

    /// <summary>φ as people read it: in percent of the answer, with a true minus; empty for a track that was never valued.</summary>
    public static string Format(ImportanceSample sample)
    {
        if (sample.Kind == SampleKind.None || double.IsNaN(sample.Mean))
        {
            return "";
        }

        return Percent(sample.Mean);
    }

    /// <summary>A value in percent of the answer, with a true minus, without decimals.</summary>
    public static string Percent(double value)
    {
        double rounded = Math.Round(100 * value);
        return string.Create(CultureInfo.InvariantCulture, $"{(rounded < 0 ? "−" : "")}{Math.Abs(rounded):0} %");
    }

    private static Oklch Positive(double strength) => new(0.52 + (0.36 * strength), 0.13 + (0.05 * strength), 42 + (49 * strength));

    private static Oklch Negative(double strength) => new(0.50 + (0.34 * strength), 0.085 + (0.025 * strength), 255 - (20 * strength));
}
