namespace PixelShap.Estimation.Bayes;

/// <summary>What is believed about φ after some answers: the average over the hypotheses, weighted by their evidence.</summary>
/// <param name="Mean">The mean of φ per player.</param>
/// <param name="Covariance">The covariance of φ, n×n row-major: within the hypotheses and between them.</param>
/// <param name="Drift">The mean drift, see <see cref="KernelShape"/>.</param>
/// <param name="Fits">The hypotheses that are not warped, best first, with weights that sum to 1: what the next question is chosen by.</param>
internal sealed record ShapleyPosterior(double[] Mean, double[] Covariance, double Drift, IReadOnlyList<(GaussianFit Fit, double Weight)> Fits)
{
    /// <summary>Hypotheses with less weight than this share of the best one's are left out.</summary>
    private const double Negligible = 1e-2;

    /// <summary>How far, in natural logarithms, the noise may be off the measured one.</summary>
    private const double MeasurementSpread = 0.7;

    /// <summary>Noise below this variance is not told apart: a Gaussian process is never a perfect model of the answers either.</summary>
    private const double Unmeasurable = 1e-4;

    /// <summary>From leave-one-out values alone the variance comes out too small by about this factor, because nothing seen speaks against
    /// the hypotheses in which effects simply add up.</summary>
    private const double Blindness = 4;

    /// <summary>Where answers jump, what was not asked differs from what is foretold by more than the hypotheses say: their variance is too small by
    /// about this factor (chosen by the coverage of 90 % intervals on tables of real answers).</summary>
    private const double JumpBlindness = 4;

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

        // One player hidden at a time says nothing about how effects add up: leave-one-out in its own scale is all there is to know.
        bool interactions = Array.Exists(samples, sample => System.Numerics.BitOperations.PopCount(sample.Point.Hidden) > 1);
        var doubts = new double[samples.Length];
        List<Weighed> fits = FitAll();
        if (interactions && measuredNoise is not 0 && Slips.Find(fits.MaxBy(fit => fit.LogWeight)!, doubts))
        {
            fits = FitAll();
        }

        (Weighed Fit, double Weight)[] all = Weights(fits);
        CoalitionPoint[] places = Array.ConvertAll(points.Coalitions, roster.PointOf);
        double[][] means = [.. all.Select(entry => entry.Fit.Fit.Mean(points, places))];
        var mean = new double[n];
        for (int k = 0; k < all.Length; k++)
        {
            Accumulate(mean, means[k], all[k].Weight);
        }

        // Within a hypothesis the unwarped ones tell the uncertainty: there it is known in closed form and the noise is the same everywhere.
        var covariance = new double[n * n];
        double unnoticed = measuredNoise is 0 ? 0 : Slips.Unnoticed;
        (Weighed Fit, double Weight)[] straight = Weights(fits.Where(fit => !fit.Fit.Hypothesis.Warped));
        foreach ((Weighed fit, double weight) in straight)
        {
            double scale = fit.Fit.Scale;
            var cautious = new GaussianFit(
                fit.Fit.Hypothesis, fit.KernelSamples, [.. doubts.Select(doubt => Math.Max(doubt, unnoticed / scale))]);
            Accumulate(covariance, cautious.Covariance(), weight * scale / cautious.Scale * (interactions ? fit.KernelSamples.Shape.Relevant == 0 ? 1 : JumpBlindness : Blindness));
        }

        for (int k = 0; k < all.Length; k++)
        {
            for (int i = 0; i < n * n; i++)
            {
                covariance[i] += all[k].Weight * (means[k][i / n] - mean[i / n]) * (means[k][i % n] - mean[i % n]);
            }
        }

        return new ShapleyPosterior(mean, covariance, all.Sum(entry => entry.Weight * entry.Fit.KernelSamples.Shape.Drift),
            [.. straight.OrderByDescending(entry => entry.Weight).Select(entry => (entry.Fit.Fit, entry.Weight))]);

        List<Weighed> FitAll()
        {
            List<Weighed> found = Fit([.. grid.Shapes.Select(Data)], grid.Noises, doubts, interactions, measuredNoise, 0);
            if (interactions && grid.Relevants.Count > 0)
            {
                found.AddRange(RelevanceSearch.Find(
                    roster, (relevant, logPrior) => Fit([.. grid.With(relevant).Select(Data)], grid.RelevantNoises, doubts, interactions, measuredNoise, logPrior)));
            }

            return found;
        }

        KernelSamples Data(KernelShape shape) => KernelSamples.Of(shape, roster, full, samples);
    }

    /// <summary>The samples of one game on its own.</summary>
    public static Sample[] SamplesOf(GameRecord record, Roster roster) =>
    [
        new(roster.PointOf(record.Full), record.FullValue, record.FullValue),
        .. record.Observations.Select(seen => new Sample(roster.PointOf(seen.Coalition), seen.Value, record.FullValue)),
    ];

    private static List<Weighed> Fit(
        KernelSamples[] shapes, IReadOnlyList<double> noises, double[] doubts, bool interactions, double? measuredNoise, double logPrior)
    {
        var fits = new List<Weighed>();
        foreach (KernelSamples data in shapes)
        {
            foreach (double noise in noises)
            {
                Add(warped: false);
                if (interactions)
                {
                    Add(warped: true);
                }

                void Add(bool warped)
                {
                    var fit = new GaussianFit(new Hypothesis(data.Shape, warped, noise), data, doubts);
                    fits.Add(new Weighed(fit, data, logPrior + fit.LogEvidence + LogPrior(measuredNoise, noise * fit.Scale)));
                }
            }
        }

        return fits;
    }

    /// <summary>The hypotheses that matter, with weights that sum to 1.</summary>
    private static (Weighed Fit, double Weight)[] Weights(IEnumerable<Weighed> fits)
    {
        Weighed[] candidates = [.. fits];
        double best = candidates.Max(fit => fit.LogWeight);
        Weighed[] kept = [.. candidates.Where(fit => fit.LogWeight > best + Math.Log(Negligible))];
        double total = kept.Sum(fit => Math.Exp(fit.LogWeight - best));
        return [.. kept.Select(fit => (fit, Math.Exp(fit.LogWeight - best) / total))];
    }

    private static void Accumulate(double[] sum, double[] addend, double weight)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += weight * addend[i];
        }
    }

    private static double LogPrior(double? measured, double variance)
    {
        if (measured is not { } noise)
        {
            return 0;
        }

        double off = Math.Log((variance + Unmeasurable) / (noise + Unmeasurable)) / MeasurementSpread;
        return -0.5 * off * off;
    }
}
