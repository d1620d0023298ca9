namespace PixelShap.Estimation.Bayes;

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

    /// <summary>Writes the extra variance of each slip to <paramref name="doubts"/>; false when there is none. The image without any player
    /// is never held to be one: it has no neighbour that could speak against it.</summary>
    public static bool Find(Weighed best, double[] doubts)
    {
        GaussianFit fit = best.Fit;
        Sample[] samples = best.KernelSamples.Samples;
        double extra = Variance / fit.Scale;
        int found = 0;
        for (; found < samples.Length / Share; found++)
        {
            double[] surprises = fit.Surprises();
            int most = Enumerable.Range(0, samples.Length).Where(i => doubts[i] == 0 && !samples[i].Point.IsNobody).MaxBy(i => surprises[i]);
            if (surprises[most] == 0)
            {
                break;
            }

            doubts[most] = extra;
            var other = new GaussianFit(fit.Hypothesis, best.KernelSamples, doubts);
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
