using System.Numerics;
using PixelShap.Games;

namespace PixelShap.Estimation;

/// <summary>Asks every coalition and computes φ by its definition (PixelSHAP, equation 5): 2^n − 1 calls.</summary>
public sealed class ExactEstimator : IEstimator
{
    /// <summary>The largest number of players for which all coalitions are tabulated.</summary>
    public const int MostPlayers = 12;

    /// <inheritdoc/>
    public string Name => "exact";

    /// <inheritdoc/>
    public bool EstimatesShapley => true;

    /// <inheritdoc/>
    public int MaxPlayers => MostPlayers;

    /// <inheritdoc/>
    public bool HasFixedCost => true;

    /// <inheritdoc/>
    public long LeastCalls(int playerCount) => (1L << playerCount) - 1;

    /// <inheritdoc/>
    /// <exception cref="BudgetTooSmallException">The budget is below 2^n − 1, or there are more than <see cref="MostPlayers"/> players.</exception>
    public async ValueTask<ValueEstimate> EstimateAsync(IGame game, EstimationOptions options, CancellationToken cancellationToken)
    {
        EstimationOptions.Check(game, options);
        int n = game.PlayerCount;
        long required = LeastCalls(n);
        if (n > MostPlayers || required > options.Budget)
        {
            throw new BudgetTooSmallException(Name, n, required, options.Budget);
        }

        var record = new GameRecord(game);
        await record.AskAsync(Enumerable.Range(0, (int)required).Select(bits => new Coalition((ulong)bits)), cancellationToken)
            .ConfigureAwait(false);
        double[] table = CompleteTable(record, out double guessVariance);
        double variance = (options.NoiseVariance ?? 0) + guessVariance;
        return record.Conclude(Name, Values(table), StandardErrors(n, variance));
    }

    /// <summary>φ of a complete game.</summary>
    /// <param name="table">2^n values; the index has bit i set where player i is visible.</param>
    public static double[] Values(double[] table)
    {
        int n = BitOperations.Log2((uint)table.Length);
        double[] weights = ShapleyWeights.OfMarginals(n);
        var values = new double[n];
        for (int bits = 0; bits < table.Length; bits++)
        {
            for (int player = 0; player < n; player++)
            {
                if ((bits >> player & 1) == 0)
                {
                    values[player] += weights[BitOperations.PopCount((uint)bits)] * (table[bits | 1 << player] - table[bits]);
                }
            }
        }

        return values;
    }

    /// <summary>The values of all coalitions. One that got no answer is taken as the mean of its answered neighbours (one player more or
    /// less); <paramref name="guessVariance"/> is what such guesses add to the variance of a value on average.</summary>
    private static double[] CompleteTable(GameRecord record, out double guessVariance)
    {
        int n = record.PlayerCount;
        var table = new double[1 << n];
        double mean = record.Observations.Select(observation => observation.Value).Append(record.FullValue).Average();
        double spread = record.Observations.Select(observation => observation.Value - mean).Sum(deviation => deviation * deviation)
            / Math.Max(record.Observations.Count, 1);
        int missing = 0;
        for (int bits = 0; bits < table.Length; bits++)
        {
            var coalition = new Coalition((ulong)bits);
            if (!record.TryGet(coalition, out table[bits]))
            {
                missing++;
                table[bits] = Enumerable.Range(0, n)
                    .Select(player => record.ValueOrNaN(new Coalition(coalition.Bits ^ 1UL << player)))
                    .Where(double.IsFinite)
                    .DefaultIfEmpty(mean)
                    .Average();
            }
        }

        guessVariance = spread * missing / table.Length;
        return table;
    }

    /// <summary>The standard error of exact values when every answer has this variance.</summary>
    internal static double[] StandardErrors(int n, double variance)
    {
        double[] weights = ShapleyWeights.OfMarginals(n);
        double sum = 0, count = 1;
        for (int size = 0; size < n; size++)
        {
            // Every v(S) but v(N) carries noise: C(n − 1, s) coalitions without the player and as many with it.
            double noisy = size == n - 1 ? 1 : 2;
            sum += noisy * count * weights[size] * weights[size];
            count = count * (n - 1 - size) / (size + 1);
        }

        return [.. Enumerable.Repeat(Math.Sqrt(sum * variance), n)];
    }
}
