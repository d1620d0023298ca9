using System.Numerics;

namespace PixelShap.Games;

/// <summary>A small game whose values are all known: for measurements and tests.</summary>
public sealed class TableGame : IGame
{
    /// <summary>The largest number of players of a table.</summary>
    public const int MaxPlayers = 20;

    private readonly double[] _values;
    private readonly List<Coalition> _asked = [];
    private readonly HashSet<Coalition> _known = [];

    /// <summary>Creates the game.</summary>
    /// <param name="values">2^n values of v; the index is <see cref="Coalition.Bits"/>, the last one is v(N).</param>
    /// <exception cref="ArgumentException">The number of values is not a power of two, or is too large.</exception>
    public TableGame(ReadOnlySpan<double> values)
    {
        if (!BitOperations.IsPow2(values.Length) || values.Length > 1 << MaxPlayers)
        {
            throw new ArgumentException($"A table has 2^n values with n from 0 to {MaxPlayers}, not {values.Length}.", nameof(values));
        }

        _values = values.ToArray();
        PlayerCount = BitOperations.TrailingZeroCount(values.Length);
    }

    /// <inheritdoc/>
    public int PlayerCount { get; }

    /// <inheritdoc/>
    /// <remarks>The table's own value unless set: a noisy table may hold a second look at the baseline there.</remarks>
    public double FullValue
    {
        get => _values[^1];
        init => _values[^1] = value;
    }

    /// <summary>The number of different coalitions asked, N not counted.</summary>
    public int Calls => _known.Count - (_known.Contains(Coalition.Full(PlayerCount)) ? 1 : 0);

    /// <summary>v(S).</summary>
    public double this[Coalition coalition] => _values[coalition.Bits];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Observation>> AskAsync(IReadOnlyList<Coalition> coalitions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(coalitions);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (Coalition coalition in coalitions)
        {
            if (_known.Add(coalition))
            {
                _asked.Add(coalition);
            }
        }

        return ValueTask.FromResult<IReadOnlyList<Observation>>([.. _asked.Select(coalition => new Observation(coalition, this[coalition]))]);
    }
}
