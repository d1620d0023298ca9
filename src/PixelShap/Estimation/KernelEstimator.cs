using PixelShap.Estimation.Bayes;
using PixelShap.Games;

namespace PixelShap.Estimation;

/// <summary>
/// KernelSHAP (Lundberg &amp; Lee 2017) as constrained weighted least squares: the coalitions of one and of all but one player first, then
/// pairs of a coalition and its complement (Covert &amp; Lee 2021), drawn without replacement and with the same number for each size, as
/// leverage scores ask for (Musco &amp; Witter 2025).
/// </summary>
public sealed class KernelEstimator : IEstimator
{
    private const double Certain = 1e8;

    /// <inheritdoc/>
    public string Name => "kernel";

    /// <inheritdoc/>
    public bool EstimatesShapley => true;

    /// <inheritdoc/>
    public long LeastCalls(int playerCount) => EdgeEstimator.Coalitions(playerCount).LongCount();

    /// <inheritdoc/>
    /// <exception cref="BudgetTooSmallException">The budget is below 2n + 1, for n ≥ 3.</exception>
    public async ValueTask<ValueEstimate> EstimateAsync(IGame game, EstimationOptions options, CancellationToken cancellationToken)
    {
        EstimationOptions.Check(game, options);
        int n = game.PlayerCount;
        HashSet<Coalition> coalitions = [.. EdgeEstimator.Coalitions(n)];
        if (coalitions.Count > options.Budget)
        {
            throw new BudgetTooSmallException(Name, n, coalitions.Count, options.Budget);
        }

        AddPairs(coalitions, n, options);
        var record = new GameRecord(game);
        await record.AskAsync(coalitions, cancellationToken).ConfigureAwait(false);
        if (n == 0)
        {
            return record.Conclude(Name, [], []);
        }

        int[] asked = new int[n + 1];
        foreach (Observation seen in record.Observations)
        {
            asked[seen.Coalition.Count]++;
        }

        (double[] values, double[] errors) = Solve(record, asked);
        return record.Conclude(Name, values, errors);
    }

    private static void AddPairs(HashSet<Coalition> coalitions, int n, EstimationOptions options)
    {
        var random = new SplitMix(options.Seed);
        double most = Math.Min(options.Budget, Math.Pow(2, n) - 1);
        while (coalitions.Count < most)
        {
            int size = 2 + random.Below(n - 3);
            Coalition sample = random.Permutation(n).Take(size).Aggregate(Coalition.Empty, (set, player) => set.With(player));
            coalitions.Add(sample);
            if (coalitions.Count < most)
            {
                coalitions.Add(sample.ComplementIn(n));
            }
        }
    }

    /// <summary>Minimises Σ w(S) (v(∅) + Σφ − v(S))² over v(∅) and φ with Σφ = v(N) − v(∅); the last φ is eliminated, and v counted from v(N).</summary>
    private static (double[] Values, double[] Errors) Solve(GameRecord record, int[] asked)
    {
        int n = record.PlayerCount;
        var normal = new double[n * n];
        var right = new double[n];
        var rows = new List<(double[] Row, double Target, double Weight)>();
        foreach (Observation seen in record.Observations)
        {
            double last = seen.Coalition.Contains(n - 1) ? 1 : 0;
            var row = new double[n];
            row[0] = 1 - last;
            for (int player = 0; player < n - 1; player++)
            {
                row[player + 1] = (seen.Coalition.Contains(player) ? 1 : 0) - last;
            }

            int size = seen.Coalition.Count;

            // The kernel weight (n − 1) / (C(n, s) s (n − s)) over the share of the C(n, s) coalitions that was asked.
            double weight = size == 0 ? Certain : (n - 1.0) / (asked[size] * (double)size * (n - size));
            rows.Add((row, seen.Value - record.FullValue, weight));
            for (int i = 0; i < n; i++)
            {
                right[i] += weight * row[i] * rows[^1].Target;
                for (int j = 0; j <= i; j++)
                {
                    normal[(i * n) + j] += weight * row[i] * row[j];
                }
            }
        }

        var factor = new Cholesky(n);
        for (int i = 0; i < n; i++)
        {
            factor.Append(normal.AsSpan(i * n, i), normal[(i * n) + i] + 1e-9, 1e-9);
        }

        factor.SolveLower(right);
        factor.SolveUpper(right);
        double residual = rows.Sum(row => row.Weight * Math.Pow(row.Target - Cholesky.Dot(row.Row, right), 2));
        double variance = residual / Math.Max(rows.Count - n, 1);
        double[] values = [.. right.Skip(1), -right.Sum()];
        return (values, [.. Enumerable.Range(0, n).Select(player => Math.Sqrt(variance * InverseQuadratic(factor, player, n)))]);
    }

    /// <summary>cᵀ A⁻¹ c for the player's φ as a combination c of the unknowns.</summary>
    private static double InverseQuadratic(Cholesky factor, int player, int n)
    {
        var combination = new double[n];
        if (player < n - 1)
        {
            combination[player + 1] = 1;
        }
        else
        {
            Array.Fill(combination, -1);
        }

        factor.SolveLower(combination);
        return Cholesky.Dot(combination, combination);
    }
}
