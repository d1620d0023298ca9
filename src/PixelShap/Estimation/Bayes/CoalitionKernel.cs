using System.Numerics;

namespace PixelShap.Estimation.Bayes;

/// <summary>The shape of the prior covariance of v; see <see cref="CoalitionKernel"/>. The Hamming part has weight 1.</summary>
/// <param name="Size">The weight of what depends on the share of hidden players only.</param>
/// <param name="Linear">The weight of what each player adds whatever the others do.</param>
/// <param name="Length">The length of the Hamming part, in units of n.</param>
/// <param name="Drift">How fast v becomes another function: its correlation over time is exp(−drift · time).</param>
internal readonly record struct KernelShape(double Size, double Linear, double Length, double Drift);

/// <summary>
/// The prior covariance of v(S) and v(T): a constant, and, fading over time, a part for the share of hidden players alone, a part for the
/// image without any player, a linear part, and a Hamming part exp(−d / (n · length)), d the number of players hidden in one but not in
/// the other. It treats all players alike.
/// </summary>
/// <remarks>The size part matters between n and 2n calls: the first marginal contributions v(i) − v(∅) differ from the last ones,
/// v(N) − v(N∖i), by much that is common to all players. Without it a player whose v(i) was asked would gain or lose against the
/// others for that reason alone, and the estimate would fall behind leave-one-out.</remarks>
internal sealed class CoalitionKernel
{
    private const double Constant = 100;
    private const double SizeLength = 0.5;
    private const double SameSize = 0.3;

    /// <summary>An image without any of the objects may be answered in another way altogether.</summary>
    private const double Nobody = 1;

    private const int LevelSteps = 1024;

    private readonly double[] _byLevel = new double[LevelSteps + 1];
    private readonly double[] _byDistance = new double[65];
    private readonly double _drift;
    private readonly double _sameSize;
    private readonly double _sameLevel;
    private readonly IReadOnlyList<ulong> _pairs;

    /// <summary>Prepares the kernel.</summary>
    /// <param name="playerCount">The players of the keyframe that is asked about.</param>
    /// <param name="slotCount">All players of all keyframes together: the linear part is a sum over them. Over fewer it would fall below zero for coalitions
    /// that differ in more players than that, and be no covariance at all.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="pairs">The slots of pairs of players that interact by more than the shape expects of any two; null for none.</param>
    public CoalitionKernel(int playerCount, int slotCount, KernelShape shape, IReadOnlyList<ulong>? pairs = null)
    {
        _pairs = pairs ?? [];
        double n = Math.Max(playerCount, 1), slots = Math.Max(slotCount, n);
        _drift = shape.Drift;
        _sameSize = shape.Size * SameSize;
        _sameLevel = 0.5 / n;
        for (int step = 0; step <= LevelSteps; step++)
        {
            double distance = step / (double)LevelSteps / SizeLength;
            _byLevel[step] = shape.Size * Math.Exp(-distance * distance);
        }

        for (int distance = 0; distance < _byDistance.Length; distance++)
        {
            _byDistance[distance] = (shape.Linear * (slots - (2 * distance)) / n) + Math.Exp(-distance / (shape.Length * n));
        }
    }

    /// <summary>The pairs that interact.</summary>
    public IReadOnlyList<ulong> Pairs => _pairs;

    public double Of(in CoalitionPoint a, in CoalitionPoint b)
    {
        double fading = Fading(a.Time, b.Time), value = Of(a.Level, b.Level, BitOperations.PopCount(a.Hidden ^ b.Hidden), fading);
        for (int i = 0; i < _pairs.Count; i++)
        {
            value += fading * Together(a, _pairs[i]) * Together(b, _pairs[i]);
        }

        return value;
    }

    /// <summary>What a pair that interacts adds, up to a factor: 1 where both or none is hidden, else −1. It adds nothing to φ.</summary>
    public static double Together(in CoalitionPoint point, ulong pair) => BitOperations.PopCount(point.Hidden & pair) == 1 ? -1 : 1;

    /// <summary>The covariance by the levels, the number of players hidden in one only, and the <see cref="Fading"/>.</summary>
    public double Of(double levelA, double levelB, int distance, double fading)
    {
        double apart = Math.Abs(levelA - levelB);
        double value = _byLevel[(int)((apart * LevelSteps) + 0.5)] + _byDistance[distance];
        value += _sameSize * Math.Max(0, 1 - (apart / _sameLevel));
        value += levelA >= 1 && levelB >= 1 ? Nobody : 0;
        return Constant + (fading * value);
    }

    /// <summary>The correlation of one coalition's values at two times.</summary>
    public double Fading(double a, double b) => a == b ? 1 : Math.Exp(-_drift * Math.Abs(a - b));
}
