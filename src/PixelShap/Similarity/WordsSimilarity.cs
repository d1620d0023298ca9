namespace PixelShap.Similarity;

/// <summary>
/// Compares what two answers say: the root of the cosine of their words and pairs of words under fixed weights, lowered for each contradiction: about a side, a number, a
/// colour, a negation and the like, a word in place of another between the same words, another order of what comes first, yes against no, an answer against none.
/// v of a pair depends on these two texts alone. The tables know English, and what says little in some other languages.
/// </summary>
/// <remarks>Chosen on the triples with an even index of a table of 120; the figures of the others are in docs/attribution.md.</remarks>
public sealed class WordsSimilarity : ITextSimilarity
{
    /// <summary>Below 1, so that the same in other words, which shares few words, stays clear of something else in the same words.</summary>
    private const double Power = 0.4;

    /// <summary>What is left of the likeness for each contradiction.</summary>
    private const double Contradiction = 0.3;

    /// <summary>What is left where one text names values on an axis and the other does not.</summary>
    private const double Silence = 0.9;

    /// <summary>What is left where the same values come in another order.</summary>
    private const double Reordered = 0.85;

    /// <summary>What is left where something else comes first.</summary>
    private const double Inverted = 0.4;

    /// <summary>From this share of words in the same order on, a negation in one place alone contradicts, wherever else there is one.</summary>
    private const double SameFrame = 0.8;

    /// <summary>Of longer texts only the words are compared: matching takes the product of both lengths.</summary>
    private const int LongestFrame = 2000;

    /// <inheritdoc/>
    public string Name => "words";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<double>> CompareAsync(
        string baseline, IReadOnlyList<string> answers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return ValueTask.FromResult<IReadOnlyList<double>>([.. answers.Select(answer => Compare(baseline, answer))]);
    }

    /// <summary>Compares two texts: 0 to 1, and 1 for the very same text.</summary>
    public static double Compare(string first, string second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (string.Equals(first, second, StringComparison.Ordinal))
        {
            return 1;
        }

        StatementUnits a = StatementUnits.Of(first), b = StatementUnits.Of(second);
        double product = a.Weights.Sum(unit => unit.Value * b.Weights.GetValueOrDefault(unit.Key)), norms = Norm(a) * Norm(b);
        double likeness = norms > 0 ? Math.Pow(Math.Min(product / norms, 1), Power) : 0;
        foreach (string axis in a.Stated.Keys.Union(b.Stated.Keys))
        {
            likeness *= Agreement(axis, a.Stated.GetValueOrDefault(axis, []), b.Stated.GetValueOrDefault(axis, []));
        }

        likeness *= StatementStance.Verdict(first) is { } said && StatementStance.Verdict(second) is { } answered && said != answered ? Contradiction : 1;
        likeness *= StatementStance.Declines(first) == StatementStance.Declines(second) ? 1 : Contradiction;
        return Math.Max(a.Words.Count, b.Words.Count) > LongestFrame ? likeness : likeness * InPlaceOf(a, b) * (StatementOrder.Inverted(first, second) < Inverted ? 1 : Inverted);
    }

    private static double Agreement(string axis, IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        if (axis == "negation")
        {
            // Said twice is as good as once: "No, it is not safe" and "It is not safe".
            return a.Count > 0 == b.Count > 0 ? 1 : Contradiction;
        }

        if (a.Count == 0 || b.Count == 0)
        {
            return Silence;
        }

        return a.ToHashSet().SetEquals(b) ? a.SequenceEqual(b) ? 1 : Reordered : Contradiction;
    }

    /// <summary>What is left for words in place of others: the more, the more the texts go the same way otherwise.</summary>
    private static double InPlaceOf(StatementUnits a, StatementUnits b)
    {
        var frames = new StatementFrames(a.Words, b.Words);
        int count = frames.Substitutions() + (IsNegatedElsewhere(a, b, frames) ? 1 : 0);
        return Math.Pow(Contradiction, Math.Min(2, count * 1.5 * frames.Alike * frames.Alike));
    }

    /// <summary>Whether both texts negate something, but not the same.</summary>
    private static bool IsNegatedElsewhere(StatementUnits a, StatementUnits b, StatementFrames frames)
    {
        if (!a.Stated.ContainsKey("negation") || !b.Stated.ContainsKey("negation"))
        {
            return false;
        }

        // A "no" at the beginning answers; it negates nothing.
        bool isOtherCount = a.Words.Skip(1).Count(IsNegation) != b.Words.Skip(1).Count(IsNegation)
            && Math.Abs(a.Words.Count - b.Words.Count) < 0.5 * Math.Max(a.Words.Count, b.Words.Count);
        return isOtherCount || (frames.Alike > SameFrame && frames.Differences().Any(part =>
            part.First.Offset + part.Second.Offset > 0 && part.First.Any(IsNegation) != part.Second.Any(IsNegation)));
    }

    private static bool IsNegation(string word) => StatementAxes.Of(word) is { Axis: "negation" };

    private static double Norm(StatementUnits units) => Math.Sqrt(units.Weights.Values.Sum(weight => weight * weight));
}
