namespace PixelShap.Estimation.Bayes;

/// <summary>One hypothesis about a game.</summary>
/// <param name="Shape">The prior covariance.</param>
/// <param name="Warped">Whether the Gaussian process is over the signed square v·|v| instead of v. The cosine between the answer for N and
/// an answer that keeps a part of its words is the root of that part's share, so that the square adds up where v does not.</param>
/// <param name="Noise">The noise variance of an answer, in units of the prior's scale.</param>
internal readonly record struct Hypothesis(KernelShape Shape, bool Warped, double Noise);

/// <summary>The hypotheses that are averaged, each weighted by its marginal likelihood.</summary>
internal static class ModelGrid
{
    private static readonly double[] Linears = [0.3, 3];
    private static readonly double[] Lengths = [0.25, 0.5, 1];

    /// <summary>The prior covariances.</summary>
    public static IReadOnlyList<KernelShape> Shapes { get; } =
        [.. Linears.SelectMany(linear => Lengths.Select(length => new KernelShape(Size: 0.1, linear, length)))];

    /// <summary>The noise variances, in units of the prior's scale.</summary>
    public static IReadOnlyList<double> Noises { get; } = [1e-4, 1e-3, 1e-2, 5e-2];
}
