using System.Globalization;
using PixelShap.Interactions;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Attribution.Words;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Explanations;

/// <summary>What the words of the question count for beside the picture, and which of them make which object matter.</summary>
/// <param name="explanation">What there is to show.</param>
internal sealed class WordTable(Explanation explanation)
{
    // Φ⁻¹(0.95), as for the ranking.
    private const double Deviations = 1.6448536269514722;

    /// <summary>The section of the page; empty where nobody asked about words.</summary>
    public string ToHtml()
    {
        if (explanation.Words is not { } found)
        {
            return "";
        }

        (double share, double low, double high) = found.PictureShare;
        string sum = double.IsNaN(share) ? "Neither the words nor the picture changed the answer."
            : string.Create(CultureInfo.InvariantCulture, $"{share:0 %} of all importance is the picture's (likely {low:0 %} to {high:0 %}), {1 - share:0 %} the question's.");
        double scene = found.Picture[^1].Value;
        var bars = new ValueBars(found.Phrases.Select(phrase => (phrase.Value, Low(phrase), High(phrase))));
        return $"""
            <h2>Which words mattered</h2>
            <table class="ranking">
            <thead><tr><th>Words</th><th class="bar">{bars.Axis()}</th><th class="number">Importance</th></tr></thead>
            <tbody>
            {string.Concat(found.Phrases.Select(phrase => Row(phrase, bars)))}</tbody>
            </table>
            <p class="note">{sum} Words and objects were left out together, and so was the scene around the objects, which counts for {ImportanceColours.Percent(scene)}. {found.Calls} more questions were asked.</p>
            {string.Concat(found.Pairs.Select(pair => $"<p class=\"note\">{Sentence(pair, found)}</p>"))}
            """;
    }

    private static string Row(WordValue phrase, ValueBars bars)
    {
        string interval = phrase.StandardError > 0 ? $"likely {ImportanceColours.Percent(Low(phrase))} to {ImportanceColours.Percent(High(phrase))}" : "exact";
        string answer = phrase.Answer is null ? "" : $"without it: “{ExplanationPage.Text(phrase.Answer)}”";
        return $"""
            <tr>
            <td class="name wide"><b>{ExplanationPage.Text(phrase.Text)}</b><small>{answer}</small></td>
            <td class="bar">{bars.Bar(phrase.Value, Low(phrase), High(phrase))}</td>
            <td class="number"><b>{ImportanceColours.Percent(phrase.Value)}</b><small>{interval}</small></td>
            </tr>

            """;
    }

    private string Sentence(PairInteraction pair, WordValues found) => ExplanationPage.Text(VerdictSentence.Say(pair.Kind, NameOf(pair.First, found), NameOf(pair.Second, found)));

    private string NameOf(int place, WordValues found)
    {
        int player = place - found.Phrases.Count;
        return player < 0 ? $"“{found.Phrases[place].Text}”"
            : player < explanation.Attribution.Players.Count ? explanation.Rank().Single(item => item.Index == player).Name
            : "the scene";
    }

    private static double Low(WordValue phrase) => phrase.Value - (Deviations * phrase.StandardError);

    private static double High(WordValue phrase) => phrase.Value + (Deviations * phrase.StandardError);
}
