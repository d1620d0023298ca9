using System.Numerics;

namespace PixelShap.Estimation.Bayes;

/// <summary>What all hypotheses of one kernel shape share.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Roster">The players of the keyframe that is asked about.</param>
/// <param name="Full">v(N) at that keyframe.</param>
/// <param name="Samples">The values to condition on, of this keyframe and perhaps of earlier ones.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Shapley">The covariance of φ at the keyframe.</param>
/// <param name="Gram">The kernel between the samples, row-major.</param>
internal sealed record KernelSamples(
    KernelShape Shape, Roster Roster, double Full, Sample[] Samples, CoalitionKernel Kernel, ShapleyCovariance Shapley, double[] Gram)
{
    public static KernelSamples Of(KernelShape shape, Roster roster, double full, Sample[] samples, IReadOnlyList<ulong>? pairs = null)
    {
        ulong slots = samples.Aggregate(roster.All, (all, sample) => all | sample.Point.Hidden);
        var kernel = new CoalitionKernel(roster.PlayerCount, BitOperations.PopCount(slots), shape, pairs);
        int count = samples.Length;
        var gram = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                gram[(i * count) + j] = gram[(j * count) + i] = kernel.Of(samples[i].Point, samples[j].Point);
            }
        }

        return new KernelSamples(shape, roster, full, samples, kernel, new ShapleyCovariance(kernel, roster), gram);
    }
}

/// <summary>A conditioned hypothesis with the logarithm of its weight.</summary>
internal sealed record Weighed(GaussianFit Fit, KernelSamples KernelSamples, double LogWeight);
