using PixelShap.Games;

namespace PixelShap.Estimation;

/// <summary>
/// Leave-one-out: v(N) − v(N∖i), n calls. Not a Shapley value: two objects that can stand in for each other both get nothing.
/// </summary>
public sealed class LeaveOneOutEstimator : IEstimator
{
    /// <inheritdoc/>
    public string Name => "loo";

    /// <inheritdoc/>
    public bool EstimatesShapley => false;

    /// <inheritdoc/>
    public bool HasFixedCost => true;

    /// <inheritdoc/>
    public long LeastCalls(int playerCount) => playerCount;

    /// <inheritdoc/>
    /// <exception cref="BudgetTooSmallException">The budget is below n.</exception>
    public async ValueTask<ValueEstimate> EstimateAsync(IGame game, EstimationOptions options, CancellationToken cancellationToken)
    {
        EstimationOptions.Check(game, options);
        int n = game.PlayerCount;
        if (n > options.Budget)
        {
            throw new BudgetTooSmallException(Name, n, n, options.Budget);
        }

        var record = new GameRecord(game);
        await record.AskAsync(Enumerable.Range(0, n).Select(record.Full.Without), cancellationToken).ConfigureAwait(false);
        var values = new double[n];
        var errors = new double[n];
        for (int player = 0; player < n; player++)
        {
            bool answered = record.TryGet(record.Full.Without(player), out double without);
            values[player] = answered ? record.FullValue - without : 0;
            errors[player] = answered ? Math.Sqrt(options.NoiseVariance ?? 0) : GameRecord.UnknownStandardError;
        }

        return record.Conclude(Name, values, errors);
    }
}
