using PixelShap.Estimation;
using PixelShap.Games;

namespace PixelShap.Video.Evaluation.Games;

/// <summary>Lets an estimator play games whose values are known.</summary>
public static class GameTrials
{
    /// <summary>Plays every game.</summary>
    /// <param name="games">The games, of at most <see cref="ExactEstimator.MostPlayers"/> players.</param>
    /// <param name="estimator">The estimator.</param>
    /// <param name="budget">What a game may cost.</param>
    /// <param name="observed">Whether to play the noisy looks instead of the true values.</param>
    /// <param name="seed">The seed of every random choice.</param>
    /// <param name="cancellationToken">Stops between games.</param>
    /// <exception cref="BudgetTooSmallException">The estimator needs more for one of the games.</exception>
    public static async ValueTask<IReadOnlyList<Trial>> PlayAsync(
        IEnumerable<GameEntry> games, IEstimator estimator, CallBudget budget, bool observed, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(games);
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(budget);
        var trials = new List<Trial>();
        foreach (GameEntry entry in games)
        {
            var game = new TableGame(entry.Table(observed));
            EstimationOptions options = new()
            {
                Budget = budget.For(game.PlayerCount),
                Seed = seed,
                StopWhenSettled = budget.IsAuto,
                NoiseVariance = observed ? null : 0,
            };
            ValueEstimate attribution = await estimator.EstimateAsync(game, options, cancellationToken).ConfigureAwait(false);
            trials.Add(new Trial(
                ExactEstimator.Values(entry.Values), attribution.Values, attribution.StandardErrors, attribution.Calls, entry.Targets));
        }

        return trials;
    }
}
