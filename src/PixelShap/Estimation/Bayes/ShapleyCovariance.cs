namespace PixelShap.Estimation.Bayes;

/// <summary>
/// The prior covariance of φ with v(T) and of φ with itself under a <see cref="CoalitionKernel"/>, in closed form for any n. φ is linear
/// in v, and the kernel treats all players alike, so cov(φᵢ, v(T)) depends only on |T| and on whether i is in T.
/// </summary>
internal sealed class ShapleyCovariance
{
    private readonly double[] _inside;
    private readonly double[] _outside;

    public ShapleyCovariance(CoalitionKernel kernel)
    {
        int n = kernel.PlayerCount;
        _inside = new double[n + 1];
        _outside = new double[n + 1];
        double[] shares = new double[n];
        for (int size = 0; size <= n; size++)
        {
            _inside[size] = size == 0 ? 0 : Of(kernel, size, inside: 1, shares);
            _outside[size] = size == n ? 0 : Of(kernel, size, inside: 0, shares);
        }

        for (int s = 0; s < n; s++)
        {
            Variance += (_inside[s + 1] - _outside[s]) / n;
            double share = n == 1 ? 0 : s / (n - 1.0);
            double with = share == 0 ? 0 : share * (_inside[s + 1] - _inside[s]);
            double without = share == 1 ? 0 : (1 - share) * (_outside[s + 1] - _outside[s]);
            Covariance += (with + without) / n;
        }
    }

    /// <summary>The prior variance of φᵢ.</summary>
    public double Variance { get; }

    /// <summary>The prior covariance of φᵢ and φⱼ, i ≠ j.</summary>
    public double Covariance { get; }

    /// <summary>cov(φᵢ, v(T)) for |T| = <paramref name="size"/>.</summary>
    public double With(int size, bool contains) => contains ? _inside[size] : _outside[size];

    private static double Of(CoalitionKernel kernel, int size, int inside, double[] shares)
    {
        int n = kernel.PlayerCount, others = size - inside;
        double sum = 0;
        for (int s = 0; s < n; s++)
        {
            // Of the C(n − 1, s) sets S without the player, the share that has `common` players in T (hypergeometric).
            int least = Math.Max(0, s - (n - 1 - others)), most = Math.Min(s, others);
            double total = 0;
            for (int common = least; common <= most; common++)
            {
                shares[common] = common == least
                    ? 1
                    : shares[common - 1] * (others - common + 1) * (s - common + 1) / ((double)common * (n - others - s + common - 1));
                total += shares[common];
            }

            for (int common = least; common <= most; common++)
            {
                int distance = s + others - (2 * common);
                double gain = kernel.Of(s + 1, size, distance + 1 - inside) - kernel.Of(s, size, distance + inside);
                sum += shares[common] / total * gain;
            }
        }

        return sum / n;
    }
}
