using PixelShap.Games;

namespace PixelShap.Faithfulness;

/// <summary>
/// Insertion and deletion curves (Petsiuk et al., RISE, 2018) over players: v as the most important players are shown one after the other
/// from nothing, or hidden one after the other from everything. A faithful ranking has a high insertion and a low deletion area.
/// </summary>
/// <param name="Insertion">v after 0, 1 … n players are shown.</param>
/// <param name="Deletion">v after 0, 1 … n players are hidden.</param>
/// <param name="Calls">The values that had to be asked, because they were not among the known ones.</param>
public sealed record FaithfulnessCurves(IReadOnlyList<double> Insertion, IReadOnlyList<double> Deletion, int Calls)
{
    /// <summary>The mean height of the insertion curve (trapezoidal rule over the share of players); NaN when an answer is missing.</summary>
    public double InsertionArea => Area(Insertion);

    /// <summary>The mean height of the deletion curve.</summary>
    public double DeletionArea => Area(Deletion);

    /// <summary>Measures the ranking by <paramref name="values"/>.</summary>
    /// <param name="game">The game.</param>
    /// <param name="values">φ per player; equal values keep the players' order.</param>
    /// <param name="known">Values that are known already and need not be asked.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    public static async ValueTask<FaithfulnessCurves> MeasureAsync(
        IGame game, IReadOnlyList<double> values, IEnumerable<Observation> known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(game);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(known);
        Coalition full = Coalition.Full(game.PlayerCount);
        int[] order = [.. Enumerable.Range(0, game.PlayerCount).OrderByDescending(player => values[player])];
        List<Coalition> insertion = [Coalition.Empty], deletion = [full];
        foreach (int player in order)
        {
            insertion.Add(insertion[^1].With(player));
            deletion.Add(deletion[^1].Without(player));
        }

        Dictionary<Coalition, double> table = known.ToDictionary(seen => seen.Coalition, seen => seen.Value);
        table[full] = game.FullValue;
        Coalition[] unknown = [.. insertion.Concat(deletion).Where(coalition => !table.ContainsKey(coalition)).Distinct()];
        if (unknown.Length > 0)
        {
            foreach (Observation seen in await game.AskAsync(unknown, cancellationToken).ConfigureAwait(false))
            {
                table[seen.Coalition] = seen.Coalition == full ? game.FullValue : seen.Value;
            }
        }

        return new FaithfulnessCurves([.. insertion.Select(Value)], [.. deletion.Select(Value)], unknown.Length);

        double Value(Coalition coalition) => table.GetValueOrDefault(coalition, double.NaN);
    }

    private static double Area(IReadOnlyList<double> curve)
    {
        double sum = 0;
        for (int i = 1; i < curve.Count; i++)
        {
            sum += (curve[i] + curve[i - 1]) / 2;
        }

        return curve.Count > 1 ? sum / (curve.Count - 1) : curve[0];
    }
}
