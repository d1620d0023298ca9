using PixelShap.Masking;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Rendering.Panels;

/// <summary>Turns seconds and φ into pixels of the plot.</summary>
/// <param name="Plot">The plot.</param>
/// <param name="StartSeconds">The time at the left edge.</param>
/// <param name="EndSeconds">The time at the right edge, later than the start.</param>
/// <param name="Lowest">φ at the bottom edge.</param>
/// <param name="Highest">φ at the top edge, more than the lowest.</param>
internal sealed record StripScale(PixelBox Plot, double StartSeconds, double EndSeconds, double Lowest, double Highest)
{
    // The uncertainty of values that are all close to zero is not to look like importance.
    private const double LeastHighest = 0.25;

    internal double X(double seconds) => Plot.X + (Plot.Width * Math.Clamp((seconds - StartSeconds) / (EndSeconds - StartSeconds), 0, 1));

    internal double Y(double importance) => Plot.Bottom - (Plot.Height * Math.Clamp((importance - Lowest) / (Highest - Lowest), 0, 1));

    /// <summary>The scale of a strip.</summary>
    /// <param name="plot">Where it is drawn.</param>
    /// <param name="strip">The strip.</param>
    /// <param name="range">φ at the bottom and at the top.</param>
    internal static StripScale For(PixelBox plot, ImportanceStrip strip, (double Lowest, double Highest) range)
    {
        double end = strip.EndSeconds > strip.StartSeconds ? strip.EndSeconds : strip.StartSeconds + 1;
        return new StripScale(plot, strip.StartSeconds, end, range.Lowest, range.Highest);
    }

    /// <summary>φ at the bottom and at the top, so that every curve of <paramref name="strip"/>, zero, and the better part of the bands are shown.</summary>
    internal static (double Lowest, double Highest) RangeOf(ImportanceStrip strip, int curves)
    {
        double lowest = 0, highest = 0;
        IEnumerable<ImportancePoint> points = strip.Curves.Take(curves).SelectMany(curve => curve.Points);
        foreach (ImportancePoint point in points.Where(point => double.IsFinite(point.Mean)))
        {
            // Half a standard deviation is room enough: wide bands may run out of the plot, the curves may not.
            double spread = double.IsFinite(point.StandardDeviation) ? point.StandardDeviation / 2 : 0;
            lowest = Math.Min(lowest, point.Mean - Math.Min(spread, 0.25));
            highest = Math.Max(highest, point.Mean + Math.Min(spread, 0.25));
        }

        return (lowest < -0.005 ? lowest * 1.15 : 0, Math.Max(LeastHighest, highest * 1.2));
    }

    /// <summary>The values of φ that get a line and a number.</summary>
    internal IEnumerable<double> ValueTicks()
    {
        double step = Step((Highest - Lowest) / 4);
        for (double i = Math.Ceiling((Lowest / step) - 1e-9); i * step <= Highest + 1e-9; i++)
        {
            yield return i * step;
        }
    }

    /// <summary>The times that get a number, at least <paramref name="spacing"/> pixels apart.</summary>
    internal IEnumerable<double> TimeTicks(double spacing, out double step)
    {
        double least = (EndSeconds - StartSeconds) * spacing / Math.Max(1, Plot.Width);
        double[] steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200];
        double chosen = steps.FirstOrDefault(candidate => candidate >= least, Math.Ceiling(least / 86400) * 86400);
        step = chosen;
        return Ticks();

        IEnumerable<double> Ticks()
        {
            for (double i = Math.Ceiling((StartSeconds / chosen) - 1e-9); i * chosen <= EndSeconds + 1e-9; i++)
            {
                yield return i * chosen;
            }
        }
    }

    /// <summary>The smallest of … 0.05, 0.1, 0.2, 0.5, 1 … that is not less than <paramref name="least"/>.</summary>
    private static double Step(double least)
    {
        double decade = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double share = least / decade;
        return decade * (share <= 1 + 1e-9 ? 1 : share <= 2 + 1e-9 ? 2 : share <= 5 + 1e-9 ? 5 : 10);
    }
}
