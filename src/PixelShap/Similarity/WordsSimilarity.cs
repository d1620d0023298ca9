namespace PixelShap.Similarity;

/// <summary>
/// Compares what two answers say: the cosine of their words and pairs of words under fixed weights, lowered for each axis (sides, numbers, colours, negation, …) on
/// which they contradict each other. v of a pair depends on these two texts alone. The tables know English; of other languages plain words remain.
/// </summary>
public sealed class WordsSimilarity : ITextSimilarity
{
    /// <summary>What is left of the likeness for each contradiction.</summary>
    private const double Contradiction = 0.4;

    /// <summary>What is left where one text names values on an axis and the other does not.</summary>
    private const double Silence = 0.9;

    /// <summary>What is left where the same values come in another order.</summary>
    private const double Reordered = 0.8;

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
        double likeness = norms > 0 ? Math.Min(product / norms, 1) : 0;
        foreach (string axis in a.Stated.Keys.Union(b.Stated.Keys))
        {
            likeness *= Agreement(axis, a.Stated.GetValueOrDefault(axis, []), b.Stated.GetValueOrDefault(axis, []));
        }

        return likeness;
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

    private static double Norm(StatementUnits units) => Math.Sqrt(units.Weights.Values.Sum(weight => weight * weight));
}
