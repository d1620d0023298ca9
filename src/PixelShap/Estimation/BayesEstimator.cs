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
        Coalition[] leaveOneOut = [.. order.Select(record.Full.Without)];
        bool inOneGo = options.Budget > 2 * n && !options.StopWhenSettled;
        bool changesNothing = options.StopWhenSettled && await HiddenAtOnce.ChangesNothingAsync(record, order, options.Budget, cancellationToken).ConfigureAwait(false);
        if (!inOneGo && !changesNothing)
        {
            await record.AskAsync(leaveOneOut.Append(Coalition.Empty).Take(options.Budget - record.Calls), cancellationToken).ConfigureAwait(false);
        }

        Queue<Coalition> edges = new(Edges(record, order));
        ShapleyPosterior posterior = Posterior();
        while (record.Calls < options.Budget && !changesNothing && !(options.StopWhenSettled && Settlement.IsSettled(posterior)))
        {
            int round = options.Budget - record.Calls;
            round = options.StopWhenSettled ? Math.Min(round, Math.Min(options.RoundSize, Settlement.Round)) : round;
            var next = new List<Coalition>();
            while (next.Count < round && edges.TryDequeue(out Coalition edge))
            {
                next.Add(edge);
            }

            if (next.Count < round)
            {
                next.AddRange(CoalitionDesign.Next(roster, [record.Full, .. record.Asked, .. next], [], 0, round - next.Count, random));
            }

            if (next.Count == 0)
            {
                break;
            }

            await record.AskAsync(next, cancellationToken).ConfigureAwait(false);
            posterior = Posterior();
        }

        return record.Conclude(Name, posterior.Mean, posterior.StandardErrors);

        ShapleyPosterior Posterior() => ShapleyPosterior.Of(
            roster, record.FullValue, ShapleyPosterior.SamplesOf(record, roster), ModelGrid.Single, options.NoiseVariance, points);
    }

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
