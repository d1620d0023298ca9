namespace PixelShap.Estimation.Bayes;

/// <summary>Whether more calls would still change what a person reads: the order of the most important players.</summary>
internal static class Settlement
{
    private const int TopPlayers = 1;

    // 90 % one-sided: the better of two players is the better one with this certainty.
    private const double Certainty = 1.2816;

    /// <summary>Differences below this share of the largest |φ| do not matter.</summary>
    private const double Negligible = 0.1;

    /// <summary>Whether each of the three most important players is certainly above the next one, or certainly nearly equal to it.</summary>
    public static bool IsSettled(ShapleyPosterior posterior)
    {
        int n = posterior.Mean.Length;
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(player => posterior.Mean[player])];
        double largest = posterior.Mean.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int rank = 0; rank < Math.Min(TopPlayers, n - 1); rank++)
        {
            int a = order[rank], b = order[rank + 1];
            double gap = posterior.Mean[a] - posterior.Mean[b];
            double[] c = posterior.Covariance;
            double error = Certainty * Math.Sqrt(Math.Max(c[(a * n) + a] + c[(b * n) + b] - (2 * c[(a * n) + b]), 0));
            if (gap < error && gap + error > Negligible * largest)
            {
                return false;
            }
        }

        return true;
    }
}
