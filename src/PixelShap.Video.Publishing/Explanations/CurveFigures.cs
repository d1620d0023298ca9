using System.Globalization;
using PixelShap.Faithfulness;

namespace PixelShap.Video.Publishing.Explanations;

/// <summary>Draws insertion and deletion curves as SVG.</summary>
internal static class CurveFigures
{
    private const double Width = 360, Height = 150, Left = 30, Bottom = 22;

    /// <summary>Both curves with their areas; nothing where there are none.</summary>
    public static string Of(FaithfulnessCurves? curves) => curves is null || curves.Insertion.Count < 2
        ? ""
        : $"""
            <h2>How faithful the ranking is</h2>
            <div class="curves">
            {Figure("Insertion", "v while the objects are shown, the most important first: the sooner it rises, the better.", "insertion", curves.Insertion, curves.InsertionArea)}
            {Figure("Deletion", "v while the objects are hidden, the most important first: the sooner it falls, the better.", "deletion", curves.Deletion, curves.DeletionArea)}
            </div>
            """;

    private static string Figure(string title, string meaning, string kind, IReadOnlyList<double> values, double area)
    {
        string[] points = [.. values.Select((value, i) => (value, i)).Where(point => double.IsFinite(point.value)).Select(point => $"{X(point.i, values.Count)},{Y(point.value)}")];
        string last = X(values.Count - 1, values.Count);
        return $"""
            <section class="{kind}"><h3>{title} {(double.IsFinite(area) ? area.ToString("0.000", CultureInfo.InvariantCulture) : "–")}</h3><p>{meaning}</p>
            <svg viewBox="0 0 {Width} {Height + Bottom}" role="img" aria-label="{title} curve">
            <line class="grid" x1="{Left}" x2="{Width}" y1="{Y(1)}" y2="{Y(1)}"/><line class="zero" x1="{Left}" x2="{Width}" y1="{Y(0)}" y2="{Y(0)}"/>
            <text x="{Left - 6}" y="{Y(1)}" text-anchor="end" dy="4">1</text><text x="{Left - 6}" y="{Y(0)}" text-anchor="end" dy="4">0</text>
            <text x="{X(0, values.Count)}" y="{Height + 16}" text-anchor="middle">0</text><text x="{last}" y="{Height + 16}" text-anchor="end">all</text>
            <polygon class="area" points="{X(0, values.Count)},{Y(0)} {string.Join(' ', points)} {last},{Y(0)}"/><polyline class="line" points="{string.Join(' ', points)}"/>
            </svg></section>
            """;
    }

    private static string X(int step, int count) => (Left + ((Width - Left - 4) * step / (count - 1))).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Y(double value) => (8 + ((Height - 8) * (1 - Math.Clamp(value, 0, 1)))).ToString("0.#", CultureInfo.InvariantCulture);
}
