using System.Globalization;
using System.Text;
using PixelShap.Video.Rendering.Colour;

namespace PixelShap.Video.Publishing.Explanations;

/// <summary>Draws values as bars with their intervals, all on one scale, as SVG whose lengths are per cent of the width.</summary>
internal sealed class ValueBars
{
    private const double Room = 0.03;

    private readonly double _low;
    private readonly double _high;

    /// <summary>Chooses the scale.</summary>
    /// <param name="bars">Each value with the ends of its interval.</param>
    public ValueBars(IEnumerable<(double Value, double Low, double High)> bars)
    {
        double[] ends = [.. bars.SelectMany(bar => new[] { bar.Value, bar.Low, bar.High }).Where(double.IsFinite), 0];
        double range = ImportanceColours.RoundRange(ends.Max(Math.Abs));
        _high = ends.Max() > 0 ? Math.Max(ends.Max(), range * 0.5) : range * 0.1;
        _low = Math.Min(ends.Min(), 0);
        double room = Room * (_high - _low);
        (_low, _high) = (_low < 0 ? _low - room : 0, _high + room);
        Step = StepFor(_high - _low);
    }

    private double Step { get; }

    /// <summary>The numbers above the bars.</summary>
    public string Axis()
    {
        var svg = new StringBuilder("<svg class=\"axis\" role=\"presentation\">");
        foreach (double tick in Ticks())
        {
            double share = (tick - _low) / (_high - _low);
            string anchor = share < 0.03 ? "start" : share > 0.97 ? "end" : "middle";
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Place(tick)}\" y=\"11\" text-anchor=\"{anchor}\">{(Math.Abs(tick) < Step / 2 ? "0" : Tick(tick))}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>The bar of a value, from 0 to it, with its 90 % interval as a thin line.</summary>
    public string Bar(double value, double lowEnd, double highEnd)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg role=\"img\" aria-label=\"{Tick(value)}\">");
        foreach (double tick in Ticks())
        {
            string line = Math.Abs(tick) < Step / 2 ? "zero" : "grid";
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"{line}\" x1=\"{Place(tick)}\" x2=\"{Place(tick)}\" y1=\"0\" y2=\"30\"/>");
        }

        double from = Math.Min(0, value), width = Math.Abs(value) / (_high - _low);
        string sign = value < 0 ? "negative" : "positive";
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{sign}\" x=\"{Place(from)}\" width=\"{100 * width:0.###}%\" y=\"8\" height=\"14\" rx=\"3\"/>");
        if (highEnd > lowEnd)
        {
            string low = Place(lowEnd), high = Place(highEnd);
            svg.Append(CultureInfo.InvariantCulture, $"<g class=\"whisker\"><line x1=\"{low}\" x2=\"{high}\" y1=\"15\" y2=\"15\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{low}\" x2=\"{low}\" y1=\"11\" y2=\"19\"/><line x1=\"{high}\" x2=\"{high}\" y1=\"11\" y2=\"19\"/></g>");
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>A signed number as people read it, with a true minus.</summary>
    public static string Signed(double value)
    {
        string digits = Math.Abs(value).ToString("0.000", CultureInfo.InvariantCulture);
        return digits == "0.000" ? "0.000" : value < 0 ? $"−{digits}" : $"+{digits}";
    }

    /// <summary>A number as people read it, with a true minus.</summary>
    public static string Plain(double value) => Signed(value).TrimStart('+');

    private static string Tick(double value) => $"{(value < 0 ? "−" : "+")}{(100 * Math.Abs(value)).ToString("0.#", CultureInfo.InvariantCulture)} %";

    private IEnumerable<double> Ticks()
    {
        for (double tick = Math.Ceiling(_low / Step) * Step; tick <= _high; tick += Step)
        {
            yield return tick;
        }
    }

    /// <summary>1, 2 or 5 of a decade, so that two to five ticks fit: in a narrow column their words must not touch.</summary>
    private static double StepFor(double range)
    {
        double decade = Math.Pow(10, Math.Floor(Math.Log10(range / 4)));
        double share = range / 4 / decade;
        return decade * (share > 5 ? 10 : share > 2 ? 5 : share > 1 ? 2 : 1);
    }

    private string Place(double value) => ((value - _low) / (_high - _low)).ToString("0.###%", CultureInfo.InvariantCulture);
}
