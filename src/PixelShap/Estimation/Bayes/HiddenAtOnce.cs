using PixelShap.Games;

namespace PixelShap.Estimation.Bayes;

/// <summary>
/// The first questions of a keyframe whose budget may be saved: everything is hidden at once. Where the answer stays, hiding halves tells whether some are needed in the place of others or
/// only disturb; where it stays then too, asking about single players tells nothing more.
/// </summary>
internal static class HiddenAtOnce
{
    /// <summary>Values no further from v(N) than this are those of the same answer.</summary>
    private const double Same = 0.05;

    /// <summary>Asks about the image without any player and, where that changes nothing, about as many halves as it takes to part every two players.</summary>
    /// <param name="record">What is known; takes in the answers.</param>
    /// <param name="order">The players in random order.</param>
    /// <param name="budget">The most calls of the keyframe.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>Whether hiding changed nothing.</returns>
    public static async ValueTask<bool> ChangesNothingAsync(GameRecord record, int[] order, int budget, CancellationToken cancellationToken)
    {
        await AskAsync([Coalition.Empty]).ConfigureAwait(false);
        if (!IsUnchanged())
        {
            return false;
        }

        // By the digits of their numbers in binary: of any two players, one half has one without the other.
        int n = order.Length;
        List<Coalition> halves = [.. Enumerable.Range(0, System.Numerics.BitOperations.Log2((uint)Math.Max(n - 1, 0)) + 1).Select(digit => Of(order.Where((_, i) => (i >> digit & 1) == 0)))];
        await AskAsync([.. halves, halves[^1].ComplementIn(n)]).ConfigureAwait(false);
        return IsUnchanged();

        ValueTask AskAsync(IEnumerable<Coalition> coalitions) =>
            record.AskAsync(coalitions.Where(coalition => !record.WasAsked(coalition)).Distinct().Take(budget - record.Calls), cancellationToken);

        bool IsUnchanged() => record.Observations.Count > 0 && record.Observations.All(seen => Math.Abs(seen.Value - record.FullValue) <= Same);
    }

    private static Coalition Of(IEnumerable<int> players) => players.Aggregate(Coalition.Empty, (set, player) => set.With(player));
}
