using PixelShap.Games;

namespace PixelShap.Interactions;

/// <summary>Asks a game what it takes to tell how its pairs interact.</summary>
public static class PairSearch
{
    /// <summary>The same, and only the pairs whose kind is told. Costs no time where what is known adds up.</summary>
    /// <inheritdoc cref="FindAsync"/>
    public static async ValueTask<(IReadOnlyList<Observation> Known, IReadOnlyList<PairInteraction> Pairs)> NameAsync(
        IGame game, IReadOnlyList<Observation> known, int calls, double? noiseVariance, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(game);
        known = await AskAsync(game, known, calls, cancellationToken).ConfigureAwait(false);
        return PairDesign.MayInteract(game.PlayerCount, game.FullValue, known)
            ? (known, [.. PairInteractions.Estimate(game.PlayerCount, game.FullValue, known, noiseVariance).Where(pair => pair.Kind != PairKind.None)])
            : (known, []);
    }

    /// <summary>Asks further coalitions, chosen by <see cref="PairDesign"/>, and values the pairs.</summary>
    /// <param name="game">The game; <paramref name="known"/> are its answers so far.</param>
    /// <param name="known">Coalitions with their values.</param>
    /// <param name="calls">The most coalitions to ask now, at least 0.</param>
    /// <param name="noiseVariance">The measured variance of one value; null when it was not measured.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>All coalitions that are known then, and the pairs.</returns>
    public static async ValueTask<(IReadOnlyList<Observation> Known, IReadOnlyList<PairInteraction> Pairs)> FindAsync(
        IGame game, IReadOnlyList<Observation> known, int calls, double? noiseVariance, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(game);
        known = await AskAsync(game, known, calls, cancellationToken).ConfigureAwait(false);
        return (known, PairInteractions.Estimate(game.PlayerCount, game.FullValue, known, noiseVariance));
    }

    private static async ValueTask<IReadOnlyList<Observation>> AskAsync(IGame game, IReadOnlyList<Observation> known, int calls, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentOutOfRangeException.ThrowIfNegative(calls);
        var asked = new HashSet<Coalition>();
        while (asked.Count < calls)
        {
            // A value that is no number is no answer: it would be asked for again without end.
            HashSet<Coalition> inVain = [.. asked.Except(known.Where(item => double.IsFinite(item.Value)).Select(item => item.Coalition))];
            Coalition[] next = [.. PairDesign.Next(game.PlayerCount, game.FullValue, known, inVain).Take(calls - asked.Count)];
            if (next.Length == 0)
            {
                break;
            }

            asked.UnionWith(next);
            known = await game.AskAsync(next, cancellationToken).ConfigureAwait(false);
        }

        return known;
    }
}
