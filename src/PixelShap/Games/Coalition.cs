using System.Globalization;
using System.Numerics;

namespace PixelShap.Games;

/// <summary>
/// A set of visible players: bit <c>i</c> is set when player <c>i</c> is visible. At most <see cref="MaxPlayers"/> players.
/// </summary>
/// <param name="Bits">The set as a bit field.</param>
public readonly record struct Coalition(ulong Bits) : IComparable<Coalition>
{
    /// <summary>The largest number of players that a coalition can hold.</summary>
    public const int MaxPlayers = 62;

    /// <summary>Nobody is visible.</summary>
    public static Coalition Empty => default;

    /// <summary>The number of visible players.</summary>
    public int Count => BitOperations.PopCount(Bits);

    /// <summary>The grand coalition N of <paramref name="playerCount"/> players.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 0 or more than <see cref="MaxPlayers"/> players.</exception>
    public static Coalition Full(int playerCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(playerCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(playerCount, MaxPlayers);
        return new Coalition((1UL << playerCount) - 1);
    }

    /// <summary>The coalition of one player.</summary>
    public static Coalition Of(int player) => new(1UL << player);

    /// <summary>Whether <paramref name="player"/> is visible.</summary>
    public bool Contains(int player) => (Bits >> player & 1) != 0;

    /// <summary>This coalition and <paramref name="player"/>.</summary>
    public Coalition With(int player) => new(Bits | 1UL << player);

    /// <summary>This coalition without <paramref name="player"/>.</summary>
    public Coalition Without(int player) => new(Bits & ~(1UL << player));

    /// <summary>The players of a game of <paramref name="playerCount"/> that are not in this coalition.</summary>
    public Coalition ComplementIn(int playerCount) => new(~Bits & Full(playerCount).Bits);

    /// <inheritdoc/>
    public int CompareTo(Coalition other) => Bits.CompareTo(other.Bits);

    /// <inheritdoc/>
    public override string ToString() => Bits.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Orders by the bit field.</summary>
    public static bool operator <(Coalition left, Coalition right) => left.Bits < right.Bits;

    /// <summary>Orders by the bit field.</summary>
    public static bool operator >(Coalition left, Coalition right) => left.Bits > right.Bits;

    /// <summary>Orders by the bit field.</summary>
    public static bool operator <=(Coalition left, Coalition right) => left.Bits <= right.Bits;

    /// <summary>Orders by the bit field.</summary>
    public static bool operator >=(Coalition left, Coalition right) => left.Bits >= right.Bits;
}
