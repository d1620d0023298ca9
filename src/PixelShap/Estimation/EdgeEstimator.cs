using PixelShap.Games;

namespace PixelShap.Estimation;

/// <summary>
/// The mean of a player's first and last marginal contribution: ½[v(i) − v(∅) + v(N) − v(N∖i)], 2n + 1 calls. Exact for games
/// with interactions of at most two players.
/// </summary>
public sealed class EdgeEstimator : IEstimator
{
    /// <inheritdoc/>
    public string Name => "edge";

    /// <inheritdoc/>
    public bool EstimatesShapley => true;

    /// <inheritdoc/>
    public bool HasFixedCost => true;

    /// <inheritdoc/>
    public long LeastCalls(int playerCount) => Coalitions(playerCount).LongCount();

    /// <summary>The coalitions of at most one and of all but at most one player, without N.</summary>
    internal static IEnumerable<Coalition> Coalitions(int playerCount)
    {
        Coalition full = Coalition.Full(playerCount);
        return Enumerable.Range(0, playerCount).Select(full.Without)
            .Append(Coalition.Empty)
            .Concat(Enumerable.Range(0, playerCount).Select(Coalition.Of))
            .Where(coalition => coalition != full)
            .Distinct();
    }

    /// <inheritdoc/>
    /// <exception cref="BudgetTooSmallException">The budget is below the number of coalitions: 2n + 1 for n ≥ 3.</exception>
    public async ValueTask<ValueEstimate> EstimateAsync(IGame game, EstimationOptions options, CancellationToken cancellationToken)
    {
        EstimationOptions.Check(game, options);
        int n = game.PlayerCount;
        Coalition[] coalitions = [.. Coalitions(n)];
        if (coalitions.Length > options.Budget)
        {
            throw new BudgetTooSmallException(Name, n, coalitions.Length, options.Budget);
        }

        var record = new GameRecord(game);
        await record.AskAsync(coalitions, cancellationToken).ConfigureAwait(false);
        var values = new double[n];
        var errors = new double[n];
        double noise = options.NoiseVariance ?? 0;
        for (int player = 0; player < n; player++)
        {
            double last = record.FullValue - record.ValueOrNaN(record.Full.Without(player));
            double first = record.ValueOrNaN(Coalition.Of(player)) - record.ValueOrNaN(Coalition.Empty);
            bool hasLast = double.IsFinite(last), hasFirst = double.IsFinite(first);
            values[player] = hasLast && hasFirst ? (first + last) / 2 : hasLast ? last : hasFirst ? first : 0;
            errors[player] = hasLast && hasFirst ? Math.Sqrt(noise * (n == 1 ? 1 : 0.75)) : GameRecord.UnknownStandardError;
        }

        // With interactions of at most two players the values would be efficient: the gap shows how far the game is from that.
        double gap = record.Conclude(Name, values, errors).EfficiencyGap;
        if (double.IsFinite(gap) && n > 2)
        {
            errors = [.. errors.Select(error => Math.Sqrt((error * error) + (gap * gap / n)))];
        }

        return record.Conclude(Name, values, errors);
    }
}
