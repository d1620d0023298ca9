using PixelShap.Games;

namespace PixelShap.Estimation.Bayes;

/// <summary>What all hypotheses of one shape share.</summary>
internal sealed record Ground(KernelShape Shape, CoalitionKernel Kernel, ShapleyCovariance Shapley, double[] Gram)
{
    public static Ground Of(KernelShape shape, int playerCount, Coalition[] coalitions)
    {
        var kernel = new CoalitionKernel(playerCount, shape);
        int count = coalitions.Length;
        var gram = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                gram[(i * count) + j] = gram[(j * count) + i] = kernel.Of(coalitions[i], coalitions[j]);
            }
        }

        return new Ground(shape, kernel, new ShapleyCovariance(kernel), gram);
    }
}

/// <summary>A conditioned hypothesis with the logarithm of its weight.</summary>
internal sealed record Weighed(GaussianFit Fit, Ground Ground, double LogWeight);

/// <summary>
/// Finds answers that are slips: now and then a model words an answer quite differently for no reason of the image. A value is held to be
/// one when that makes everything seen more likely by more than slips are rare.
/// </summary>
internal static class Slips
{
    /// <summary>ln(0.97 / 0.03): one answer in thirty is a slip.</summary>
    private const double Rarity = 3.5;

    /// <summary>The variance of v in a slip: a fifth of the whole range, squared.</summary>
    private const double Variance = 0.04;

    /// <summary>The variance that slips which go unnoticed add to a value on average: a third of them.</summary>
    public const double Unnoticed = Variance / 100;

    /// <summary>At most one value in this many.</summary>
    private const int Share = 6;

    /// <summary>Writes the extra variance of each slip to <paramref name="doubts"/>; false when there is none.</summary>
    public static bool Find(Weighed best, Coalition[] coalitions, double[] values, double[] doubts)
    {
        GaussianFit fit = best.Fit;
        double extra = Variance / fit.Scale;
        int found = 0;
        for (; found < values.Length / Share; found++)
        {
            double[] surprises = fit.Surprises();
            int most = Enumerable.Range(0, values.Length).Where(i => doubts[i] == 0 && coalitions[i] != Coalition.Empty).MaxBy(i => surprises[i]);
            if (most == 0)
            {
                break;
            }

            doubts[most] = extra;
            var other = new GaussianFit(fit.Hypothesis, best.Ground.Kernel, best.Ground.Gram, coalitions, values, doubts);
            if (other.LogEvidence - fit.LogEvidence < Rarity)
            {
                doubts[most] = 0;
                break;
            }

            fit = other;
        }

        return found > 0;
    }
}
