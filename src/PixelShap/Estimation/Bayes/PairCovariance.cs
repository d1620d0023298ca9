using System.Numerics;

namespace PixelShap.Estimation.Bayes;

/// <summary>
/// The prior covariance of the Shapley interaction index of a pair with any value v(T), and its variance, under a <see cref="CoalitionKernel"/>. As with
/// <see cref="ShapleyCovariance"/> it depends only on how many players T hides and on how many of the two are among them. For a game on its own.
/// </summary>
internal sealed class PairCovariance
{
    // The index of what a pair that interacts adds: 1 − (−1) − (−1) + 1.
    private const double Sign = 4;

    private readonly CoalitionKernel _kernel;
    private readonly int _players;
    private readonly double[][] _byOwn;
    private readonly double _variance;

    /// <summary>Prepares the covariances of a game of at least two players.</summary>
    public PairCovariance(CoalitionKernel kernel, int playerCount)
    {
        (_kernel, _players) = (kernel, playerCount);
        _byOwn = [.. Enumerable.Range(0, 3).Select(own => Enumerable.Range(0, playerCount - 1).Select(others => Of(others, own)).ToArray())];
        for (int hidden = 0; hidden < playerCount - 1; hidden++)
        {
            _variance += (_byOwn[0][hidden] - (2 * _byOwn[1][hidden]) + _byOwn[2][hidden]) / (playerCount - 1);
        }
    }

    /// <summary>The prior variance of the index of a pair.</summary>
    public double VarianceOf(ulong pair) => _variance + (_kernel.Pairs.Contains(pair) ? Sign * Sign : 0);

    /// <summary>cov(I, v(T)).</summary>
    /// <param name="point">T.</param>
    /// <param name="pair">The slots of the two.</param>
    public double With(in CoalitionPoint point, ulong pair)
    {
        int own = BitOperations.PopCount(point.Hidden & pair);
        double more = _kernel.Pairs.Contains(pair) ? Sign * CoalitionKernel.Together(point, pair) : 0;
        return _byOwn[own][BitOperations.PopCount(point.Hidden) - own] + more;
    }

    /// <summary>The covariance with a T that hides so many <paramref name="others"/> and so many of the two (<paramref name="own"/>).</summary>
    private double Of(int others, int own)
    {
        int rest = _players - 2;
        double n = _players, level = (others + own) / n, sum = 0;
        for (int hidden = 0; hidden <= rest; hidden++)
        {
            // Of the C(n − 2, h) ways to hide h of the other players, the share that has `common` players with T (hypergeometric).
            int least = Math.Max(0, hidden - (rest - others)), most = Math.Min(hidden, others);
            double share = 1, total = 0, inSize = 0;
            for (int common = least; common <= most; common++)
            {
                share = common == least ? 1 : share * (others - common + 1) * (hidden - common + 1) / ((double)common * (rest - others - hidden + common));
                total += share;
                int apart = hidden + others - (2 * common);
                double both = Kernel(hidden, apart + own);
                double one = own == 1 ? Kernel(hidden + 1, apart) + Kernel(hidden + 1, apart + 2) : 2 * Kernel(hidden + 1, apart + 1);
                double none = Kernel(hidden + 2, apart + 2 - own);
                inSize += share * (both - one + none);
            }

            sum += inSize / total;
        }

        return sum / (rest + 1);

        double Kernel(int size, int distance) => _kernel.Of(size / n, level, distance, fading: 1);
    }
}
