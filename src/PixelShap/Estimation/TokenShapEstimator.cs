using PixelShap.Games;

namespace PixelShap.Estimation;

/// <summary>
/// The published estimator (Horovicz &amp; Goldshmidt, TokenSHAP, 2024; PixelSHAP, equation 6), for comparison: leave-one-out coalitions
/// and uniform random ones; a player's value is the mean of v with it minus the mean without it. Raw, without the published shift.
/// </summary>
public sealed class TokenShapEstimator : IEstimator
{
    /// <inheritdoc/>
    public string Name => "tokenshap";

    /// <inheritdoc/>
    public bool EstimatesShapley => true;

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
        HashSet<Coalition> coalitions = [.. Enumerable.Range(0, n).Select(record.Full.Without)];
        var random = new SplitMix(options.Seed);
        double most = Math.Min(options.Budget, Math.Pow(2, n) - 1);
        while (coalitions.Count < most)
        {
            var sample = new Coalition(random.Next() & record.Full.Bits);
            if (sample != record.Full)
            {
                coalitions.Add(sample);
            }
        }

        await record.AskAsync(coalitions, cancellationToken).ConfigureAwait(false);
        var values = new double[n];
        var errors = new double[n];
        double unknown = VarianceOf([.. record.Observations.Select(seen => seen.Value), record.FullValue]);
        for (int player = 0; player < n; player++)
        {
            double[] with = [.. record.Observations.Where(seen => seen.Coalition.Contains(player)).Select(seen => seen.Value)];
            double[] without = [.. record.Observations.Where(seen => !seen.Coalition.Contains(player)).Select(seen => seen.Value)];
            with = with.Length > 0 ? with : [record.FullValue];
            values[player] = without.Length > 0 ? with.Average() - without.Average() : 0;
            errors[player] = without.Length > 0 ? Math.Sqrt(VarianceOfMean(with, unknown) + VarianceOfMean(without, unknown)) : GameRecord.UnknownStandardError;
        }

        return record.Conclude(Name, values, errors);
    }

    /// <summary>The variance of the mean of some values. How far one value lies from the mean of its kind nobody can tell from it: it may lie as far
    /// off as all values of the game do.</summary>
    private static double VarianceOfMean(double[] values, double unknown) => (values.Length < 2 ? unknown : VarianceOf(values)) / values.Length;

    private static double VarianceOf(double[] values)
    {
        double mean = values.Average();
        return values.Length < 2 ? 0 : values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }
}
