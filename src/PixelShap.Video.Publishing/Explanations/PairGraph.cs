using System.Globalization;
using System.Text;
using PixelShap.Interactions;

namespace PixelShap.Video.Publishing.Explanations;

/// <summary>Draws the pairs of players that act together as a small graph: who, how, and how strongly.</summary>
internal static class PairGraph
{
    private const int Width = 720, RowHeight = 96, CircleHeight = 300, NodeHeight = 34, LetterWidth = 9, NodeRoom = 26;

    /// <summary>The section of the page; empty without pairs.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="nameOf">What people call a player.</param>
    public static string Of(IReadOnlyList<PairInteraction> pairs, Func<int, string> nameOf)
    {
        if (pairs.Count == 0)
        {
            return "";
        }

        int[] players = [.. pairs.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct().Order()];
        int height = players.Length == 2 ? RowHeight : CircleHeight;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"pairs\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"Which objects act together\">");
        foreach (PairInteraction pair in pairs)
        {
            ((double x1, double y1), (double x2, double y2)) = (Place(pair.First), Place(pair.Second));
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"{pair.Kind.ToString().ToLowerInvariant()}\" x1=\"{x1:0}\" y1=\"{y1:0}\" x2=\"{x2:0}\" y2=\"{y2:0}\"/>");
        }

        foreach (PairInteraction pair in pairs)
        {
            ((double x1, double y1), (double x2, double y2)) = (Place(pair.First), Place(pair.Second));
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"how\" x=\"{(x1 + x2) / 2:0}\" y=\"{((y1 + y2) / 2) - 8:0}\" text-anchor=\"middle\">{Say(pair.Kind)}</text>");
        }

        foreach (int player in players)
        {
            (double x, double y) = Place(player);
            string name = nameOf(player);
            double width = (LetterWidth * name.Length) + NodeRoom;
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x - (width / 2):0}\" y=\"{y - (NodeHeight / 2):0}\" width=\"{width:0}\" height=\"{NodeHeight}\" rx=\"{NodeHeight / 2}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0}\" y=\"{y + 5:0}\" text-anchor=\"middle\">{ExplanationPage.Text(name)}</text>");
        }

        return $"""
            <h2>What acts together</h2>
            {svg.Append("</svg>")}
            <p class="note">{string.Join(' ', pairs.Select(pair => Sentence(pair, nameOf)))}</p>
            """;

        (double X, double Y) Place(int player)
        {
            double turn = (2 * Math.PI * Array.IndexOf(players, player) / players.Length) + Math.PI;
            double up = players.Length == 2 ? 0 : 0.36 * CircleHeight;
            return ((Width / 2) + (0.33 * Width * Math.Cos(turn)), (height / 2) + (up * Math.Sin(turn)));
        }
    }

    private static string Say(PairKind kind) => kind switch
    {
        PairKind.Either => "either suffices",
        PairKind.Together => "only together",
        _ => "speak against each other",
    };

    private static string Sentence(PairInteraction pair, Func<int, string> nameOf)
    {
        (string first, string second) = (ExplanationPage.Text(nameOf(pair.First)), ExplanationPage.Text(nameOf(pair.Second)));
        string what = pair.Kind switch
        {
            PairKind.Either => $"{first} adds {Percent(-pair.Value)} less of the answer where {second} is visible, and the other way round",
            PairKind.Together => $"{first} adds {Percent(pair.Value)} more of the answer where {second} is visible, and the other way round",
            _ => $"What {first} does to the answer changes by {Percent(pair.Value)} of it with {second} in view",
        };
        what = char.ToUpperInvariant(what[0]) + what[1..];
        return pair.StandardError > 0 ? $"{what} (likely {Percent(Math.Min(Math.Abs(pair.Low), Math.Abs(pair.High)))} to {Percent(Math.Max(Math.Abs(pair.Low), Math.Abs(pair.High)))})." : $"{what}.";
    }

    private static string Percent(double value) => Math.Abs(value).ToString("0 %", CultureInfo.InvariantCulture);
}
