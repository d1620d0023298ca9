namespace PixelShap.Estimation.Bayes;

/// <summary>Whether more calls would still change what a person reads first: which player is the most important one.</summary>
internal static class Settlement
{
    /// <summary>The calls of a round that is to settle it.</summary>
    public const int Round = 2;

    // The better of two players is the better one with a certainty of 74 %, one-sided. Chosen on the even halves of answers.json and games.json and on sequences.json: docs/evaluation.md.
    private const double Certainty = 0.65;

    /// <summary>Differences below this share of the largest |φ| do not matter.</summary>
    private const double Negligible = 0.3;

    /// <summary>Whether the most important player is probably above the next one, or nearly equal to it.</summary>
    public static bool IsSettled(ShapleyPosterior posterior)
    {
        int n = posterior.Mean.Length;
        if (n < 2)
        {
            return true;
        }

        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(player => posterior.Mean[player])];
        (int a, int b) = (order[0], order[1]);
        double[] c = posterior.Covariance;
        double gap = posterior.Mean[a] - posterior.Mean[b];
        double error = Certainty * Math.Sqrt(Math.Max(c[(a * n) + a] + c[(b * n) + b] - (2 * c[(a * n) + b]), 0));
        return gap >= error || gap + error <= Negligible * posterior.Mean.Select(Math.Abs).Max();
    }
}
