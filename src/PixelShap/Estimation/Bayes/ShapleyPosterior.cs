namespace PixelShap.Estimation.Bayes;

/// <summary>What is believed about φ after some answers: the average over the hypotheses, weighted by their evidence.</summary>
/// <param name="Mean">The mean of φ per player.</param>
/// <param name="Covariance">The covariance of φ, n×n row-major: within the hypotheses and between them.</param>
/// <param name="Drift">The mean drift, see <see cref="KernelShape"/>.</param>
internal sealed record ShapleyPosterior(double[] Mean, double[] Covariance, double Drift)
{
    /// <summary>From leave-one-out values alone the variance comes out too small by about this factor, because nothing seen speaks against
    /// the hypotheses in which effects simply add up.</summary>
    private const double Blindness = 4;

    /// <summary>The standard deviation of each φ.</summary>
    public double[] StandardErrors =>
        [.. Enumerable.Range(0, Mean.Length).Select(player => Math.Sqrt(Math.Max(Covariance[player * (Mean.Length + 1)], 0)))];

    /// <summary>Conditions all hypotheses of the grid on the samples and averages them.</summary>
    /// <param name="roster">The players whose φ is asked for.</param>
    /// <param name="full">v(N).</param>
    /// <param name="samples">The values, that of the unmasked image among them.</param>
    /// <param name="grid">The hypotheses.</param>
    /// <param name="measuredNoise">The measured variance of an answer's value, or null.</param>
    /// <param name="points">Where v is needed for φ.</param>
    public static ShapleyPosterior Of(
        Roster roster, double full, Sample[] samples, ModelGrid grid, double? measuredNoise, ShapleyPoints points)
    {
        int n = roster.PlayerCount;
        var fits = WeighedFits.Of(roster, full, samples, grid, measuredNoise);
        IReadOnlyList<(Weighed Fit, double Weight)> all = fits.All;
        CoalitionPoint[] places = Array.ConvertAll(points.Coalitions, roster.PointOf);
        double[][] means = [.. all.Select(entry => entry.Fit.Fit.Mean(points, places))];
        var mean = new double[n];
        for (int k = 0; k < all.Count; k++)
        {
            Accumulate(mean, means[k], all[k].Weight);
        }

        // Within a hypothesis the unwarped ones tell the uncertainty: there it is known in closed form and the noise is the same everywhere.
        var covariance = new double[n * n];
        foreach ((GaussianFit cautious, KernelSamples _, double scaled) in fits.Cautious())
        {
            Accumulate(covariance, cautious.Covariance(), scaled * (fits.Interact ? 1 : Blindness));
        }

        for (int k = 0; k < all.Count; k++)
        {
            for (int i = 0; i < n * n; i++)
            {
                covariance[i] += all[k].Weight * (means[k][i / n] - mean[i / n]) * (means[k][i % n] - mean[i % n]);
            }
        }

        return new ShapleyPosterior(mean, covariance, all.Sum(entry => entry.Weight * entry.Fit.KernelSamples.Shape.Drift));
    }

    /// <summary>The samples of one game on its own.</summary>
    public static Sample[] SamplesOf(GameRecord record, Roster roster) =>
    [
        new(roster.PointOf(record.Full), record.FullValue, record.FullValue),
        .. record.Observations.Select(seen => new Sample(roster.PointOf(seen.Coalition), seen.Value, record.FullValue)),
    ];

    private static void Accumulate(double[] sum, double[] addend, double weight)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += weight * addend[i];
        }
    }
}
