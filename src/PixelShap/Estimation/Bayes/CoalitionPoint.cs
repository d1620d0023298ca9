using System.Numerics;
using PixelShap.Games;

namespace PixelShap.Estimation.Bayes;

/// <summary>
/// A coalition as the Gaussian process sees it: by its hidden players. A player that is not in the scene is not hidden, so that games of
/// different keyframes lie in one space in which the unmasked image is always the same point.
/// </summary>
/// <param name="Hidden">The slots of the hidden players.</param>
/// <param name="Level">The share of its keyframe's players that is hidden, 0 to 1.</param>
/// <param name="Time">The keyframe's time; any unit.</param>
internal readonly record struct CoalitionPoint(ulong Hidden, double Level, double Time)
{
    /// <summary>Whether this is the unmasked image.</summary>
    public bool IsFull => Hidden == 0;

    /// <summary>Whether no player is visible; not so without players.</summary>
    public bool IsNobody => Level >= 1;
}

/// <summary>One value that the Gaussian process is conditioned on.</summary>
/// <param name="Point">Where.</param>
/// <param name="Value">v(S).</param>
/// <param name="Full">v(N) of the same keyframe, from which values are counted.</param>
internal readonly record struct Sample(CoalitionPoint Point, double Value, double Full);

/// <summary>The players of one keyframe: which slot each has in the space of hidden sets, and when the keyframe is.</summary>
internal sealed class Roster
{
    private readonly int[] _slots;

    public Roster(int[] slots, double time)
    {
        _slots = slots;
        Time = time;
        foreach (int slot in slots)
        {
            All |= 1UL << slot;
        }
    }

    /// <summary>The slots of all players.</summary>
    public ulong All { get; }

    public double Time { get; }

    public int PlayerCount => _slots.Length;

    /// <summary>The players of a single game: player i in slot i.</summary>
    public static Roster Of(int playerCount) => new([.. Enumerable.Range(0, playerCount)], 0);

    public int SlotOf(int player) => _slots[player];

    public CoalitionPoint PointOf(Coalition visible)
    {
        ulong hidden = All;
        for (ulong bits = visible.Bits; bits != 0; bits &= bits - 1)
        {
            hidden &= ~(1UL << _slots[BitOperations.TrailingZeroCount(bits)]);
        }

        return new CoalitionPoint(hidden, BitOperations.PopCount(hidden) / (double)Math.Max(PlayerCount, 1), Time);
    }
}
