using PixelShap.Games;

namespace PixelShap.Interactions;

/// <summary>
/// Chooses what to ask next to tell which pairs interact. Effects that only add up need no question: hiding everything changes as much then as hiding each alone does
/// in sum. Else a player that adds more to nothing than it takes from everything, or less, interacts with somebody, and pairs of such players are hidden, and shown, together.
/// </summary>
public static class PairDesign
{
    /// <summary>Differences below this, in units of v, are not followed.</summary>
    private const double Negligible = 0.1;

    /// <summary>Whether what is known says that effects do not just add up; false where it does not tell, and where there are too many players.</summary>
    /// <param name="playerCount">The number of players.</param>
    /// <param name="full">v(N).</param>
    /// <param name="known">Coalitions with their values.</param>
    public static bool MayInteract(int playerCount, double full, IReadOnlyList<Observation> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (playerCount is < 2 or > PairInteractions.MostPlayers)
        {
            return false;
        }

        Coalition everyone = Coalition.Full(playerCount);
        var values = known.DistinctBy(item => item.Coalition).ToDictionary(item => item.Coalition, item => item.Value);
        double[] without = [.. Enumerable.Range(0, playerCount).Select(player => values.GetValueOrDefault(everyone.Without(player), double.NaN))];
        return Math.Abs(Rest(full, values.GetValueOrDefault(Coalition.Empty, double.NaN), without)) >= Negligible;
    }

    /// <summary>The next coalitions, which may be asked at the same time; none where nothing more is worth a question.</summary>
    /// <param name="playerCount">The number of players.</param>
    /// <param name="full">v(N).</param>
    /// <param name="known">Coalitions with their values.</param>
    /// <param name="inVain">Coalitions that got no answer: they are done without.</param>
    public static IReadOnlyList<Coalition> Next(int playerCount, double full, IReadOnlyList<Observation> known, IReadOnlySet<Coalition> inVain)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(inVain);
        if (playerCount is < 2 or > PairInteractions.MostPlayers)
        {
            return [];
        }

        Coalition everyone = Coalition.Full(playerCount);
        var values = known.Where(item => double.IsFinite(item.Value)).DistinctBy(item => item.Coalition).ToDictionary(item => item.Coalition, item => item.Value);
        values[everyone] = full;
        int[] players = [.. Enumerable.Range(0, playerCount)];
        if (Missing([Coalition.Empty, .. players.Select(everyone.Without)]) is { Length: > 0 } first)
        {
            return first;
        }

        if (!Has(Coalition.Empty) || !players.All(player => Has(everyone.Without(player))))
        {
            return [];
        }

        double empty = values[Coalition.Empty];
        if (Math.Abs(Rest(full, empty, [.. players.Select(player => values[everyone.Without(player)])])) < Negligible)
        {
            return [];
        }

        if (Missing([.. players.Select(Coalition.Of)]) is { Length: > 0 } singles)
        {
            return singles;
        }

        // In a game of pairs this is minus the sum of a player's indices. What the pairs that were asked about explain of it is taken away.
        double[] left = [.. players.Select(player => Has(Coalition.Of(player))
            ? values[Coalition.Of(player)] - empty - (full - values[everyone.Without(player)])
            : 0)];
        (int First, int Second)[] pairs = [.. from i in players from j in players where i < j select (i, j)];
        foreach ((int i, int j) in pairs)
        {
            if (IndexOf(i, j) is { } index)
            {
                left[i] += index;
                left[j] += index;
            }
        }

        (int First, int Second)[] open = [.. pairs
            .Where(pair => Missing(Both(pair.First, pair.Second)).Length > 0 && Worth(pair.First, pair.Second) >= Negligible)
            .OrderByDescending(pair => Worth(pair.First, pair.Second))];
        return open.Length == 0 ? [] : Missing(Both(open[0].First, open[0].Second));

        bool Has(Coalition coalition) => values.ContainsKey(coalition);

        Coalition[] Missing(Coalition[] wanted) => [.. wanted.Where(coalition => !Has(coalition) && !inVain.Contains(coalition)).Distinct()];

        Coalition[] Both(int i, int j) => [everyone.Without(i).Without(j), Coalition.Of(i).With(j)];

        double Worth(int i, int j) => left[i] * left[j] > 0 ? Math.Min(Math.Abs(left[i]), Math.Abs(left[j])) : 0;

        // The mean of what the two do beside everybody and beside nobody: the index itself where no four players interact.
        double? IndexOf(int i, int j)
        {
            if (!Both(i, j).All(Has) || !Has(Coalition.Of(i)) || !Has(Coalition.Of(j)))
            {
                return null;
            }

            double last = full - values[everyone.Without(i)] - values[everyone.Without(j)] + values[everyone.Without(i).Without(j)];
            double early = values[Coalition.Of(i).With(j)] - values[Coalition.Of(i)] - values[Coalition.Of(j)] + empty;
            return (last + early) / 2;
        }
    }

    /// <summary>What hiding everything changes beyond what hiding each player alone does in sum.</summary>
    private static double Rest(double full, double empty, double[] without) => full - empty - without.Sum(value => full - value);
}
