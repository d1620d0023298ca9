using System.Numerics;

namespace PixelShap.Estimation.Bayes;

/// <summary>
/// The prior covariance of φ at one keyframe with any value v(T) and with itself under a <see cref="CoalitionKernel"/>, in closed form for
/// any n. φ is linear in v, and all but the Hamming part treats all players alike, so its covariance depends on how many of the keyframe's
/// players T hides, on how many others, and on whether player i is among them. The Hamming part is a <see cref="ShapleyProduct"/>.
/// </summary>
internal sealed class ShapleyCovariance
{
    private readonly CoalitionKernel _kernel;
    private readonly Roster _roster;
    private readonly ShapleyProduct _product;
    private readonly double _variance;
    private readonly double _covariance;
    private readonly Dictionary<(int Here, int Elsewhere, double Level, double Time), (double Hidden, double Visible)> _known = [];
    private readonly double[] _shares;

    public ShapleyCovariance(CoalitionKernel kernel, Roster roster)
    {
        _kernel = kernel;
        _product = new ShapleyProduct(kernel, roster);
        _roster = roster;
        int n = roster.PlayerCount;
        _shares = new double[n];
        for (int hidden = 0; hidden < n; hidden++)
        {
            (double Hidden, double Visible) fewer = With(hidden, 0, hidden / (double)n, roster.Time);
            (double Hidden, double Visible) more = With(hidden + 1, 0, (hidden + 1) / (double)n, roster.Time);
            _variance += (fewer.Visible - more.Hidden) / n;
            double share = n == 1 ? 0 : hidden / (n - 1.0);
            double whenHidden = share == 0 ? 0 : share * (fewer.Hidden - more.Hidden);
            double whenVisible = share == 1 ? 0 : (1 - share) * (fewer.Visible - more.Visible);
            _covariance += (whenHidden + whenVisible) / n;
        }
    }

    /// <summary>The prior covariance of φᵢ and φⱼ.</summary>
    public double Prior(int i, int j) => (i == j ? _variance : _covariance) + _product.Prior(i, j);

    /// <summary>cov(φᵢ, v(T)) of every player i.</summary>
    public void With(in CoalitionPoint point, Span<double> covariances)
    {
        int here = BitOperations.PopCount(point.Hidden & _roster.All);
        (double hidden, double visible) = With(here, BitOperations.PopCount(point.Hidden) - here, point.Level, point.Time);
        for (int player = 0; player < covariances.Length; player++)
        {
            covariances[player] = (point.Hidden >> _roster.SlotOf(player) & 1) != 0 ? hidden : visible;
        }

        _product.AddWith(point, covariances);
    }

    private (double Hidden, double Visible) With(int here, int elsewhere, double level, double time)
    {
        if (_known.TryGetValue((here, elsewhere, level, time), out (double Hidden, double Visible) pair))
        {
            return pair;
        }

        pair = (here == 0 ? 0 : Of(here, elsewhere, level, time, own: 1), here == _roster.PlayerCount ? 0 : Of(here, elsewhere, level, time, own: 0));
        _known.Add((here, elsewhere, level, time), pair);
        return pair;
    }

    /// <summary>The covariance for a player that T hides (<paramref name="own"/> = 1) or not (0).</summary>
    private double Of(int here, int elsewhere, double level, double time, int own)
    {
        int n = _roster.PlayerCount, others = here - own;
        double fading = _kernel.Fading(_roster.Time, time);
        double sum = 0;
        for (int hidden = 0; hidden < n; hidden++)
        {
            // Of the C(n − 1, h) ways to hide h of the other players, the share that has `common` players with T (hypergeometric).
            int least = Math.Max(0, hidden - (n - 1 - others)), most = Math.Min(hidden, others);
            double total = 0;
            for (int common = least; common <= most; common++)
            {
                _shares[common] = common == least
                    ? 1
                    : _shares[common - 1] * (others - common + 1) * (hidden - common + 1) / ((double)common * (n - others - hidden + common - 1));
                total += _shares[common];
            }

            for (int common = least; common <= most; common++)
            {
                int distance = hidden + others - (2 * common) + elsewhere;
                double visible = _kernel.Common(hidden / (double)n, level, distance + own, fading);
                double gone = _kernel.Common((hidden + 1) / (double)n, level, distance + 1 - own, fading);
                sum += _shares[common] / total * (visible - gone);
            }
        }

        return sum / n;
    }
}
