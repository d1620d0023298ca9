using PixelShap.Games;

namespace PixelShap.Estimation.Bayes;

/// <summary>
/// Coalitions on which a function of coalitions has to be known to compute its Shapley values: all of them up to
/// <see cref="ExactEstimator.MostPlayers"/> players, beyond that the prefixes of random orders, each order taken with its reverse.
/// Orders with their reverses are exact for interactions of at most two players and efficient always.
/// </summary>
internal sealed class ShapleyPoints
{
    private const int SampledOrders = 128;

    private readonly int _playerCount;
    private readonly int[][] _orders = [];
    private readonly double[] _weights = [];

    private ShapleyPoints(int playerCount)
    {
        _playerCount = playerCount;
        if (playerCount <= ExactEstimator.MostPlayers)
        {
            _weights = ShapleyWeights.OfMarginals(playerCount);
            Coalitions = [.. Enumerable.Range(0, 1 << playerCount).Select(bits => new Coalition((ulong)bits))];
            return;
        }

        var random = new SplitMix(0x5ead);
        _orders = new int[SampledOrders][];
        for (int i = 0; i < SampledOrders; i += 2)
        {
            _orders[i] = random.Permutation(playerCount);
            _orders[i + 1] = [.. _orders[i].Reverse()];
        }

        var coalitions = new List<Coalition>(SampledOrders * (playerCount + 1));
        foreach (int[] order in _orders)
        {
            Coalition prefix = Coalition.Empty;
            coalitions.Add(prefix);
            foreach (int player in order)
            {
                prefix = prefix.With(player);
                coalitions.Add(prefix);
            }
        }

        Coalitions = [.. coalitions];
    }

    public Coalition[] Coalitions { get; }

    public static ShapleyPoints For(int playerCount) => new(playerCount);

    /// <summary>φ of the function whose values at <see cref="Coalitions"/> are given.</summary>
    public double[] Apply(ReadOnlySpan<double> values)
    {
        var shapley = new double[_playerCount];
        if (_orders.Length == 0)
        {
            for (int bits = 0; bits < values.Length; bits++)
            {
                for (int player = 0; player < _playerCount; player++)
                {
                    if ((bits >> player & 1) == 0)
                    {
                        shapley[player] += _weights[Coalitions[bits].Count] * (values[bits | 1 << player] - values[bits]);
                    }
                }
            }

            return shapley;
        }

        int at = 0;
        foreach (int[] order in _orders)
        {
            foreach (int player in order)
            {
                shapley[player] += (values[at + 1] - values[at]) / _orders.Length;
                at++;
            }

            at++;
        }

        return shapley;
    }
}
