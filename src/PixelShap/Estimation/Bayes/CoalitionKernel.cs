using System.Numerics;
using PixelShap.Games;

namespace PixelShap.Estimation.Bayes;

/// <summary>The shape of the prior covariance of v; see <see cref="CoalitionKernel"/>. The Hamming part has weight 1.</summary>
/// <param name="Size">The weight of what depends on the number of visible players only.</param>
/// <param name="Linear">The weight of what each player adds whatever the others do.</param>
/// <param name="Length">The length of the Hamming part, in units of n.</param>
internal readonly record struct KernelShape(double Size, double Linear, double Length);

/// <summary>
/// The prior covariance of v(S) and v(T): a constant, a part for |S| and |T| alone, a linear part, and a Hamming part
/// exp(−|S Δ T| / (n · length)). It treats all players alike, so that it depends on |S|, |T| and |S Δ T| only.
/// </summary>
/// <remarks>The size part matters between n and 2n calls: the first marginal contributions v(i) − v(∅) differ from the last ones,
/// v(N) − v(N∖i), by much that is common to all players. Without it a player whose v(i) was asked would gain or lose against the
/// others for that reason alone, and the estimate would fall behind leave-one-out.</remarks>
internal sealed class CoalitionKernel
{
    private const double Constant = 100;
    private const double SizeLength = 0.5;
    private const double SameSize = 0.3;

    private readonly double[] _bySize;
    private readonly double[] _byDistance;
    private readonly int _stride;

    public CoalitionKernel(int playerCount, KernelShape shape)
    {
        PlayerCount = playerCount;
        _stride = playerCount + 1;
        _bySize = new double[_stride * _stride];
        _byDistance = new double[_stride];
        double n = Math.Max(playerCount, 1);
        for (int a = 0; a <= playerCount; a++)
        {
            for (int b = 0; b <= playerCount; b++)
            {
                double distance = (a - b) / n / SizeLength;
                _bySize[(a * _stride) + b] = Constant + (shape.Size * (Math.Exp(-distance * distance) + (a == b ? SameSize : 0)));
            }

            _byDistance[a] = (shape.Linear * (n - (2 * a)) / n) + Math.Exp(-a / (shape.Length * n));
        }
    }

    public int PlayerCount { get; }

    public double Of(Coalition s, Coalition t) =>
        Of(s.Count, t.Count, BitOperations.PopCount(s.Bits ^ t.Bits));

    /// <summary>The covariance of two coalitions of the given sizes that differ in <paramref name="distance"/> players.</summary>
    public double Of(int sizeOfS, int sizeOfT, int distance) => _bySize[(sizeOfS * _stride) + sizeOfT] + _byDistance[distance];
}
