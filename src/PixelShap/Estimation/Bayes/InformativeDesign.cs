using PixelShap.Games;

namespace PixelShap.Estimation.Bayes;

/// <summary>
/// Chooses the coalition whose answer is expected to tell the most about φ: the one that reduces the variance of φ the most, within the hypotheses and
/// between them (by the law of total covariance). Unlike <see cref="CoalitionDesign"/> it depends on the answers so far.
/// </summary>
internal static class InformativeDesign
{
    /// <summary>Hypotheses beyond these have little weight.</summary>
    private const int Hypotheses = 12;

    /// <summary>Of more coalitions a sample is looked at.</summary>
    private const int Candidates = 400;

    /// <summary>The next coalition; null when all were asked.</summary>
    public static Coalition? Next(ShapleyPosterior posterior, Roster roster, GameRecord record, ShapleyPoints points, SplitMix random)
    {
        int n = roster.PlayerCount;
        Coalition[] candidates = [.. points.Coalitions.Distinct().Where(coalition => !record.WasAsked(coalition))];
        if (candidates.Length > Candidates)
        {
            int[] order = random.Permutation(candidates.Length);
            candidates = [.. order.Take(Candidates).Select(index => candidates[index])];
        }

        if (candidates.Length == 0)
        {
            return null;
        }

        (GaussianFit Fit, double Weight)[] fits = [.. posterior.Fits.Take(Hypotheses)];
        double total = fits.Sum(entry => entry.Weight);
        double[][] shapley = [.. fits.Select(entry => entry.Fit.Mean(points, []))];
        double[][][] solvedShapley = [.. fits.Select(entry => entry.Fit.SolvedShapley())];
        var mean = new double[n];
        for (int k = 0; k < fits.Length; k++)
        {
            for (int player = 0; player < n; player++)
            {
                mean[player] += fits[k].Weight / total * shapley[k][player];
            }
        }

        (Coalition Coalition, double Gain) best = (candidates[0], -1);
        var with = new double[n];
        var sum = new double[n];
        var values = new double[fits.Length];
        foreach (Coalition candidate in candidates)
        {
            CoalitionPoint point = roster.PointOf(candidate);
            Array.Clear(sum);
            double variance = 0, value = 0;
            for (int k = 0; k < fits.Length; k++)
            {
                (GaussianFit fit, double weight) = (fits[k].Fit, fits[k].Weight / total);
                (values[k], double own) = fit.Foretell(point, out double[] solved);
                value += weight * values[k];
                variance += weight * fit.Scale * (own + fit.Hypothesis.Noise);
                fit.ShapleyWith(point, solved, solvedShapley[k], with);
                for (int player = 0; player < n; player++)
                {
                    sum[player] += weight * fit.Scale * with[player];
                }
            }

            for (int k = 0; k < fits.Length; k++)
            {
                double off = values[k] - value, weight = fits[k].Weight / total;
                variance += weight * off * off;
                for (int player = 0; player < n; player++)
                {
                    sum[player] += weight * off * (shapley[k][player] - mean[player]);
                }
            }

            double gain = Cholesky.Dot(sum, sum) / (variance + 1e-9);
            best = gain > best.Gain * (1 + 1e-9) ? (candidate, gain) : best;
        }

        return best.Coalition;
    }
}
