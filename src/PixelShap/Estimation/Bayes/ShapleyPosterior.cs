using PixelShap.Games;

namespace PixelShap.Estimation.Bayes;

/// <summary>What is believed about φ after some answers: the average over the hypotheses, weighted by their evidence.</summary>
/// <param name="Mean">The mean of φ per player.</param>
/// <param name="Covariance">The covariance of φ, n×n row-major: within the hypotheses and between them.</param>
/// <param name="NoiseVariance">The variance of an answer's v(S).</param>
internal sealed record ShapleyPosterior(double[] Mean, double[] Covariance, double NoiseVariance)
{
    /// <summary>Hypotheses with less weight than this are left out.</summary>
    private const double Negligible = 1e-3;

    /// <summary>How far, in natural logarithms, the noise may be off the measured one.</summary>
    private const double MeasurementSpread = 0.7;

    /// <summary>The standard deviation of each φ.</summary>
    public double[] StandardErrors =>
        [.. Enumerable.Range(0, Mean.Length).Select(player => Math.Sqrt(Math.Max(Covariance[player * (Mean.Length + 1)], 0)))];

    /// <summary>Conditions all hypotheses on the record and averages them.</summary>
    public static ShapleyPosterior Of(GameRecord record, double? measuredNoise, ShapleyPoints points)
    {
        int n = record.PlayerCount;
        Coalition[] coalitions = [record.Full, .. record.Observations.Select(observation => observation.Coalition)];
        double[] values = [record.FullValue, .. record.Observations.Select(observation => observation.Value)];

        // One player hidden at a time says nothing about how effects add up: leave-one-out in its own scale is all there is to know.
        bool interactions = Array.Exists(coalitions, coalition => coalition.Count < n - 1);
        var fits = new List<(GaussianFit Fit, ShapleyCovariance Shapley, double LogWeight)>();
        foreach (KernelShape shape in ModelGrid.Shapes)
        {
            var kernel = new CoalitionKernel(n, shape);
            var shapley = new ShapleyCovariance(kernel);
            double[] gram = Gram(kernel, coalitions);
            foreach (double noise in ModelGrid.Noises)
            {
                Add(warped: false);
                if (interactions)
                {
                    Add(warped: true);
                }

                void Add(bool warped)
                {
                    var fit = new GaussianFit(new Hypothesis(shape, warped, noise), kernel, gram, coalitions, values);
                    fits.Add((fit, shapley, fit.LogEvidence + LogPrior(measuredNoise, noise * fit.Scale)));
                }
            }
        }

        double best = fits.Max(fit => fit.LogWeight);
        double total = fits.Sum(fit => Math.Exp(fit.LogWeight - best));
        var mean = new double[n];
        var second = new double[n * n];
        double noiseVariance = 0, used = 0;
        foreach ((GaussianFit fit, ShapleyCovariance shapley, double logWeight) in fits)
        {
            double weight = Math.Exp(logWeight - best) / total;
            if (weight < Negligible)
            {
                continue;
            }

            double[] mu = fit.Mean(shapley, points);
            double[] covariance = fit.Covariance(shapley, values);
            for (int i = 0; i < n; i++)
            {
                mean[i] += weight * mu[i];
                for (int j = 0; j < n; j++)
                {
                    second[(i * n) + j] += weight * (covariance[(i * n) + j] + (mu[i] * mu[j]));
                }
            }

            noiseVariance += weight * fit.Hypothesis.Noise * fit.Scale;
            used += weight;
        }

        for (int i = 0; i < n; i++)
        {
            mean[i] /= used;
        }

        for (int i = 0; i < n * n; i++)
        {
            second[i] = (second[i] / used) - (mean[i / n] * mean[i % n]);
        }

        return new ShapleyPosterior(mean, second, noiseVariance / used);
    }

    private static double[] Gram(CoalitionKernel kernel, Coalition[] coalitions)
    {
        int count = coalitions.Length;
        var gram = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                gram[(i * count) + j] = gram[(j * count) + i] = kernel.Of(coalitions[i], coalitions[j]);
            }
        }

        return gram;
    }

    private static double LogPrior(double? measured, double variance)
    {
        if (measured is not { } noise)
        {
            return 0;
        }

        double off = Math.Log((variance + 1e-7) / (noise + 1e-7)) / MeasurementSpread;
        return -0.5 * off * off;
    }
}
