namespace PixelShap.Estimation.Bayes;

/// <summary>One hypothesis about a game.</summary>
/// <param name="Shape">The prior covariance.</param>
/// <param name="Warped">Whether the Gaussian process is over the signed square v·|v| instead of v. The cosine between the answer for N and
/// an answer that keeps a part of its words is the root of that part's share, so that the square adds up where v does not.</param>
/// <param name="Noise">The noise variance of an answer, in units of the prior's scale.</param>
internal readonly record struct Hypothesis(KernelShape Shape, bool Warped, double Noise);

/// <summary>The hypotheses that are averaged, each weighted by its marginal likelihood.</summary>
/// <param name="Shapes">The prior covariances.</param>
/// <param name="Noises">The noise variances, in units of the prior's scale.</param>
internal sealed record ModelGrid(IReadOnlyList<KernelShape> Shapes, IReadOnlyList<double> Noises)
{
    private const double Size = 0.1;

    private static readonly double[] Drifts = [0.0005, 0.02, 0.1, 0.5];

    /// <summary>For one keyframe on its own.</summary>
    public static ModelGrid Single { get; } =
        new(Grid([0.3, 3], [0.25, 0.5, 1], [0]), [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1]);

    /// <summary>For comparing many hypotheses quickly.</summary>
    public static ModelGrid Coarse { get; } = new(Grid([0.3, 3], [0.5], [0]), [1e-4, 1e-3, 1e-2, 1e-1]);

    /// <summary>For keyframes whose mean distance in time is <paramref name="spacing"/>: coarser, because more is known, but with a
    /// choice of drifts, from none to a new scene every other keyframe.</summary>
    public static ModelGrid OverTime(double spacing) =>
        new(Grid([0.3, 3], [0.5], [.. Drifts.Select(drift => drift / spacing)]), [1e-4, 1e-3, 5e-3, 2e-2]);

    private static KernelShape[] Grid(double[] linears, double[] lengths, double[] drifts) =>
        [.. from linear in linears from length in lengths from drift in drifts select new KernelShape(Size, linear, length, drift)];
}
