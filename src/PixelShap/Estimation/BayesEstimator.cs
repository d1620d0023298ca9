using PixelShap.Estimation.Bayes;
using PixelShap.Games;

namespace PixelShap.Estimation;

/// <summary>
/// Bayesian quadrature of the Shapley value: a Gaussian process over coalitions (size, linear and Hamming parts, observation noise) is
/// conditioned on the answers, φ is its linear functional, with a credible interval. Hyperparameters are averaged over a small grid by
/// their marginal likelihood. The default estimator; works with any budget.
/// </summary>
/// <remarks>Sources: Rasmussen &amp; Ghahramani, "Bayesian Monte Carlo" (2003); Huszár &amp; Duvenaud, "Optimally-weighted herding is Bayesian
/// quadrature" (2012). Coalitions of one and of all but one player come first: they are exact for games of pairs.</remarks>
public sealed class BayesEstimator : IEstimator
{
    /// <summary>A value that is nearer to v(N) is of an answer that stayed.</summary>
    private const double Stays = 0.02;

    /// <inheritdoc/>
    public string Name => "bayes";

    /// <inheritdoc/>
    public bool EstimatesShapley => true;

    /// <inheritdoc/>
    public long LeastCalls(int playerCount) => 0;

    /// <inheritdoc/>
    public async ValueTask<ValueEstimate> EstimateAsync(IGame game, EstimationOptions options, CancellationToken cancellationToken)
    {
        EstimationOptions.Check(game, options);
        int n = game.PlayerCount;
        var record = new GameRecord(game);
        var points = ShapleyPoints.For(n);
        var roster = Roster.Of(n);
        if ((options.NoiseVariance is 0 || n < 3) && n <= ExactEstimator.MostPlayers && options.Budget >= (1 << n) - 1 && !options.StopWhenSettled)
        {
            await record.AskAsync(points.Coalitions, cancellationToken).ConfigureAwait(false);
            if (record.Observations.Count == record.Calls)
            {
                double[] values = points.Apply([.. points.Coalitions.Select(record.ValueOrNaN)]);
                return record.Conclude("exact", values, ExactEstimator.StandardErrors(n, options.NoiseVariance ?? 0));
            }
        }

        var random = new SplitMix(options.Seed);
        int[] order = random.Permutation(n);
        if (options.StopWhenSettled)
        {
            // Where the answer stays when everything is hidden, two halves that complete each other are all that is left to check.
            await record.AskAsync(new[] { Coalition.Empty }.Take(options.Budget), cancellationToken).ConfigureAwait(false);
            if (n > 1 && Math.Abs(record.FullValue - record.ValueOrNaN(Coalition.Empty)) < Stays)
            {
                Coalition half = order.Take(n / 2).Aggregate(Coalition.Empty, (set, player) => set.With(player));
                await record.AskAsync(new[] { half, half.ComplementIn(n) }.Take(options.Budget - record.Calls), cancellationToken).ConfigureAwait(false);
            }
        }
        else
        {
            await record.AskAsync(order.Select(record.Full.Without).Append(Coalition.Empty).Take(options.Budget), cancellationToken).ConfigureAwait(false);
        }

        ShapleyPosterior posterior = Posterior();
        bool edgesFirst = !options.StopWhenSettled && HasManyEffects(record);
        while (record.Calls < options.Budget && !(options.StopWhenSettled && (HasStayed(record) || Settlement.IsSettled(posterior))))
        {
            Coalition[] next = edgesFirst ? [.. Edges(record, order).Take(options.Budget - record.Calls)] : [];
            edgesFirst = false;
            if (next.Length == 0)
            {
                if (InformativeDesign.Next(posterior, roster, record, points, random) is not { } best)
                {
                    break;
                }

                next = [best];
            }

            await record.AskAsync(next, cancellationToken).ConfigureAwait(false);
            posterior = Posterior();
        }

        return record.Conclude(Name, posterior.Mean, posterior.StandardErrors);

        ShapleyPosterior Posterior() => ShapleyPosterior.Of(
            roster, record.FullValue, ShapleyPosterior.SamplesOf(record, roster), ModelGrid.Single, options.NoiseVariance, points);
    }

    /// <summary>Whether hiding one player at a time changes the answer for at least half of them. Then effects are many and add up in part, and the
    /// coalitions of one player are worth the most; else the answer jumps, and what is asked next depends on what was answered.</summary>
    private static bool HasManyEffects(GameRecord record) =>
        Enumerable.Range(0, record.PlayerCount).Count(player => Math.Abs(record.FullValue - record.ValueOrNaN(record.Full.Without(player))) > Stays) * 2
            >= record.PlayerCount;

    /// <summary>Whether no answer so far differs from the one for the whole image: all hidden, and each half.</summary>
    private static bool HasStayed(GameRecord record) =>
        record.Observations.Count >= 3 && record.Observations.All(seen => Math.Abs(record.FullValue - seen.Value) < Stays);

    /// <summary>What is left of the edges: the players with the largest leave-one-out effect come first, because they decide the ranking and
    /// because an answer that failed shows as a large effect, which the player's own v(i) then confirms or not.</summary>
    private static IEnumerable<Coalition> Edges(GameRecord record, int[] order)
    {
        IEnumerable<Coalition> singles = order
            .OrderBy(player => record.TryGet(record.Full.Without(player), out double without) ? without : double.PositiveInfinity)
            .Select(Coalition.Of);
        return order.Select(record.Full.Without)
            .Append(Coalition.Empty)
            .Concat(singles)
            .Where(coalition => !record.WasAsked(coalition))
            .Distinct();
    }
}
