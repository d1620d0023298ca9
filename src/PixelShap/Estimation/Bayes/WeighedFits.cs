using System.Numerics;

namespace PixelShap.Estimation.Bayes;

/// <summary>The hypotheses of a grid, conditioned on what was seen and weighted by their evidence.</summary>
internal sealed class WeighedFits
{
    /// <summary>Hypotheses with less weight than this share of the best one's are left out.</summary>
    private const double Negligible = 1e-2;

    /// <summary>How far, in natural logarithms, the noise may be off the measured one.</summary>
    private const double MeasurementSpread = 0.7;

    /// <summary>Noise below this variance is not told apart: a Gaussian process is never a perfect model of the answers either.</summary>
    private const double Unmeasurable = 1e-4;

    /// <summary>What speaks against a pair that interacts by more than any two, in natural logarithms, before anything is seen.</summary>
    private const double PairRarity = 2.5;

    private readonly List<Weighed> _fits;
    private readonly double[] _doubts;
    private readonly double _unnoticed;

    private WeighedFits(List<Weighed> fits, double[] doubts, bool interact, double unnoticed)
    {
        (_fits, _doubts, Interact, _unnoticed) = (fits, doubts, interact, unnoticed);
        All = Weights(fits);
    }

    /// <summary>The hypotheses that matter, with weights that sum to 1.</summary>
    public IReadOnlyList<(Weighed Fit, double Weight)> All { get; }

    /// <summary>Whether something seen says how effects add up.</summary>
    public bool Interact { get; }

    /// <summary>The logarithm of the evidence of all hypotheses together.</summary>
    public double LogEvidence
    {
        get
        {
            double best = _fits.Max(fit => fit.LogWeight);
            return best + Math.Log(_fits.Sum(fit => Math.Exp(fit.LogWeight - best)));
        }
    }

    /// <summary>Conditions every hypothesis.</summary>
    /// <param name="roster">The players of the keyframe that is asked about.</param>
    /// <param name="full">v(N) there.</param>
    /// <param name="samples">The values, that of the unmasked image among them.</param>
    /// <param name="grid">The hypotheses.</param>
    /// <param name="measuredNoise">The measured variance of an answer's value, or null.</param>
    /// <param name="pairs">Sets of pairs that may interact, each a hypothesis; null for the one that none does.</param>
    public static WeighedFits Of(
        Roster roster, double full, Sample[] samples, ModelGrid grid, double? measuredNoise, IReadOnlyList<IReadOnlyList<ulong>>? pairs = null)
    {
        // One player hidden at a time says nothing about how effects add up: leave-one-out in its own scale is all there is to know.
        bool interact = Array.Exists(samples, sample => BitOperations.PopCount(sample.Point.Hidden) > 1);
        KernelSamples[] shapes = [.. (pairs ?? [[]]).SelectMany(set => grid.Shapes.Select(shape => KernelSamples.Of(shape, roster, full, samples, set)))];
        var doubts = new double[samples.Length];
        List<Weighed> fits = Fit(shapes, grid, doubts, interact, measuredNoise);
        if (interact && measuredNoise is not 0 && Slips.Find(fits.MaxBy(fit => fit.LogWeight)!, doubts))
        {
            fits = Fit(shapes, grid, doubts, interact, measuredNoise);
        }

        return new WeighedFits(fits, doubts, interact, measuredNoise is 0 ? 0 : Slips.Unnoticed);
    }

    /// <summary>The hypotheses that tell a variance in closed form, those without a warp, each with the slips that may have gone unnoticed, and the factor
    /// by which its variances count.</summary>
    public IEnumerable<(GaussianFit Fit, KernelSamples Data, double Factor)> Cautious()
    {
        foreach ((Weighed fit, double weight) in Weights(_fits.Where(fit => !fit.Fit.Hypothesis.Warped)))
        {
            double scale = fit.Fit.Scale;
            var cautious = new GaussianFit(
                fit.Fit.Hypothesis, fit.KernelSamples, [.. _doubts.Select(doubt => Math.Max(doubt, _unnoticed / scale))]);
            yield return (cautious, fit.KernelSamples, weight * scale / cautious.Scale);
        }
    }

    private static List<Weighed> Fit(KernelSamples[] shapes, ModelGrid grid, double[] doubts, bool interact, double? measuredNoise)
    {
        var fits = new List<Weighed>();
        foreach (KernelSamples data in shapes)
        {
            foreach (double noise in grid.Noises)
            {
                Add(warped: false);
                if (interact)
                {
                    Add(warped: true);
                }

                void Add(bool warped)
                {
                    var fit = new GaussianFit(new Hypothesis(data.Shape, warped, noise), data, doubts);
                    fits.Add(new Weighed(fit, data, fit.LogEvidence + LogPrior(measuredNoise, noise * fit.Scale) - (PairRarity * data.Kernel.Pairs.Count)));
                }
            }
        }

        return fits;
    }

    private static (Weighed Fit, double Weight)[] Weights(IEnumerable<Weighed> fits)
    {
        Weighed[] candidates = [.. fits];
        double best = candidates.Max(fit => fit.LogWeight);
        Weighed[] kept = [.. candidates.Where(fit => fit.LogWeight > best + Math.Log(Negligible))];
        double total = kept.Sum(fit => Math.Exp(fit.LogWeight - best));
        return [.. kept.Select(fit => (fit, Math.Exp(fit.LogWeight - best) / total))];
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
