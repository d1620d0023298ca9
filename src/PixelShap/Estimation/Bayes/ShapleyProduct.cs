using System.Numerics;

namespace PixelShap.Estimation.Bayes;

/// <summary>
/// The covariance of φ with v(T) and with itself under the Hamming part of a <see cref="CoalitionKernel"/>, which is a product over
/// players. φᵢ is the integral over q of the derivative of v's multilinear extension at (q, …, q) (Owen 1972), and the extension of a product is the
/// product of its factors: a polynomial in q, which Gauss and Legendre's rule integrates exactly.
/// </summary>
internal sealed class ShapleyProduct
{
    private readonly CoalitionKernel _kernel;
    private readonly Roster _roster;
    private readonly (double At, double Weight)[] _nodes;
    private readonly double[] _factors;
    private readonly double[] _variances = new double[2];
    private readonly double[] _covariances = new double[3];
    private readonly double[] _products;

    public ShapleyProduct(CoalitionKernel kernel, Roster roster)
    {
        _kernel = kernel;
        _roster = roster;
        int n = roster.PlayerCount;
        _nodes = GaussLegendre.Of((n / 2) + 1);
        _factors = [.. Enumerable.Range(0, n).Select(player => IsRelevant(player) ? kernel.Shape.Sharp : kernel.OtherFactor)];
        _products = new double[_nodes.Length];
        int relevant = BitOperations.PopCount(roster.All & kernel.Shape.Relevant), others = n - relevant;
        double sharp = kernel.Shape.Sharp, other = kernel.OtherFactor;
        foreach ((double q, double weightQ) in _nodes)
        {
            foreach ((double r, double weightR) in _nodes)
            {
                double same = (q * r) + ((1 - q) * (1 - r)), weight = weightQ * weightR;
                double meanSharp = same + (sharp * (1 - same)), meanOther = same + (other * (1 - same));
                double Rest(int lessRelevant, int lessOthers) => relevant < lessRelevant || others < lessOthers
                    ? 0
                    : weight * Math.Pow(meanSharp, relevant - lessRelevant) * Math.Pow(meanOther, others - lessOthers);
                _variances[0] += 2 * (1 - other) * Rest(0, 1);
                _variances[1] += 2 * (1 - sharp) * Rest(1, 0);
                double signs = ((2 * q) - 1) * ((2 * r) - 1);
                _covariances[0] += signs * (1 - other) * (1 - other) * Rest(0, 2);
                _covariances[1] += signs * (1 - other) * (1 - sharp) * Rest(1, 1);
                _covariances[2] += signs * (1 - sharp) * (1 - sharp) * Rest(2, 0);
            }
        }
    }

    /// <summary>The prior covariance of φᵢ and φⱼ.</summary>
    public double Prior(int i, int j)
    {
        int relevant = IsRelevant(i) ? 1 : 0;
        return i == j ? _variances[relevant] : _covariances[relevant + (IsRelevant(j) ? 1 : 0)];
    }

    /// <summary>Adds cov(φᵢ, v(T)) of every player i.</summary>
    public void AddWith(in CoalitionPoint point, Span<double> covariances)
    {
        double outside = _kernel.Fading(_roster.Time, point.Time);
        ulong elsewhere = point.Hidden & ~_roster.All;
        int relevant = BitOperations.PopCount(elsewhere & _kernel.Shape.Relevant);
        outside *= Math.Pow(_kernel.Shape.Sharp, relevant) * Math.Pow(_kernel.OtherFactor, BitOperations.PopCount(elsewhere) - relevant);
        for (int node = 0; node < _nodes.Length; node++)
        {
            double product = outside * _nodes[node].Weight;
            for (int player = 0; player < _factors.Length; player++)
            {
                product *= Factor(player, point, _nodes[node].At);
            }

            _products[node] = product;
        }

        for (int player = 0; player < covariances.Length; player++)
        {
            double sum = 0;
            for (int node = 0; node < _nodes.Length; node++)
            {
                sum += _products[node] / Factor(player, point, _nodes[node].At);
            }

            covariances[player] += IsHidden(player, point) ? -(1 - _factors[player]) * sum : (1 - _factors[player]) * sum;
        }
    }

    /// <summary>The mean of a player's factor when it is visible with probability <paramref name="q"/>.</summary>
    private double Factor(int player, in CoalitionPoint point, double q)
    {
        double same = IsHidden(player, point) ? 1 - q : q;
        return same + (_factors[player] * (1 - same));
    }

    private bool IsHidden(int player, in CoalitionPoint point) => (point.Hidden >> _roster.SlotOf(player) & 1) != 0;

    private bool IsRelevant(int player) => (_kernel.Shape.Relevant >> _roster.SlotOf(player) & 1) != 0;
}
