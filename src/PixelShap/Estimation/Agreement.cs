namespace PixelShap.Estimation;

/// <summary>How well estimated values agree with true ones.</summary>
public static class Agreement
{
    private const double Constant = 1e-9;

    /// <summary>Whether all values are the same, so that no correlation with them is defined.</summary>
    public static bool IsConstant(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count == 0 || values.Max() - values.Min() < Constant;
    }

    /// <summary>Pearson's correlation, −1 to 1; 0 when the estimate is constant.</summary>
    public static double Pearson(IReadOnlyList<double> estimate, IReadOnlyList<double> truth)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        ArgumentNullException.ThrowIfNull(truth);
        double meanEstimate = estimate.Average(), meanTruth = truth.Average();
        double product = 0, squareEstimate = 0, squareTruth = 0;
        for (int i = 0; i < truth.Count; i++)
        {
            double a = estimate[i] - meanEstimate, b = truth[i] - meanTruth;
            product += a * b;
            squareEstimate += a * a;
            squareTruth += b * b;
        }

        double scale = Math.Sqrt(squareEstimate * squareTruth);
        return scale > 0 && !IsConstant(estimate) ? product / scale : 0;
    }

    /// <summary>Spearman's rank correlation, ties with their mean rank.</summary>
    public static double Spearman(IReadOnlyList<double> estimate, IReadOnlyList<double> truth) => Pearson(Ranks(estimate), Ranks(truth));

    /// <summary>Whether the player with the largest estimate is one of those with the largest true value.</summary>
    public static bool SameTop(IReadOnlyList<double> estimate, IReadOnlyList<double> truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        return truth[Descending(estimate)[0]] >= truth.Max() - Constant;
    }

    /// <summary>Whether one of <paramref name="targets"/> is among the <paramref name="count"/> most important players; ties count against it: players
    /// that are no targets and have the same value come first.</summary>
    public static bool IsTargetAmongTop(IReadOnlyList<double> estimate, IReadOnlyList<int> targets, int count)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        ArgumentNullException.ThrowIfNull(targets);
        double best = targets.Max(target => estimate[target]);
        return Enumerable.Range(0, estimate.Count).Count(player => !targets.Contains(player) && estimate[player] >= best - Constant) < count;
    }

    /// <summary>Σ(φ̂ − φ)² / Σφ²; 0 when both are zero.</summary>
    public static double RelativeSquaredError(IReadOnlyList<double> estimate, IReadOnlyList<double> truth)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        ArgumentNullException.ThrowIfNull(truth);
        double error = truth.Zip(estimate, (a, b) => (a - b) * (a - b)).Sum(), size = truth.Sum(a => a * a);
        return size > 0 ? error / size : error > 0 ? double.PositiveInfinity : 0;
    }

    /// <summary>The <paramref name="share"/> quantile, linearly interpolated; 0 of nothing.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            return 0;
        }

        double at = share * (sorted.Length - 1);
        int below = (int)at;
        double above = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return above == sorted[below] ? above : sorted[below] + ((at - below) * (above - sorted[below]));
    }

    private static int[] Descending(IReadOnlyList<double> values) =>
        [.. Enumerable.Range(0, values.Count).OrderByDescending(i => values[i])];

    private static double[] Ranks(IReadOnlyList<double> values) =>
        [.. values.Select(value => values.Count(other => other < value - Constant) + (values.Count(other => Math.Abs(other - value) <= Constant) / 2.0))];
}
