using System.Numerics;
using PixelShap.Games;

namespace PixelShap.Estimation.Bayes;

/// <summary>
/// Chooses the next coalitions: always the one whose answer would reduce the posterior variance of φ, summed over the players, the most
/// (active Bayesian quadrature: Huszár &amp; Duvenaud 2012). The variance depends on what was asked, not on the answers, so that a
/// whole round is chosen at once and asked in parallel.
/// </summary>
internal static class CoalitionDesign
{
    private const int CandidatesPerSize = 48;
    private const double Noise = 1e-3;

    private static readonly KernelShape Shape = new(Size: 10, Linear: 0.3, Length: 0.5, Drift: 0);

    /// <summary>The next coalitions to ask, fewer than <paramref name="count"/> when there are no more.</summary>
    /// <param name="roster">The players.</param>
    /// <param name="asked">The coalitions of this keyframe whose values are known or on the way, N included.</param>
    /// <param name="earlier">What is known from earlier keyframes.</param>
    /// <param name="drift">How fast that becomes void, see <see cref="KernelShape"/>.</param>
    /// <param name="count">How many coalitions to choose.</param>
    /// <param name="random">Breaks the ties between players.</param>
    public static List<Coalition> Next(
        Roster roster, IReadOnlyCollection<Coalition> asked, IEnumerable<CoalitionPoint> earlier, double drift, int count, SplitMix random)
    {
        int playerCount = roster.PlayerCount;
        CoalitionPoint[] conditions = [.. earlier, .. asked.Select(roster.PointOf)];
        ulong slots = conditions.Aggregate(roster.All, (all, point) => all | point.Hidden);
        var kernel = new CoalitionKernel(playerCount, BitOperations.PopCount(slots), Shape with { Drift = drift });
        var shapley = new ShapleyCovariance(kernel, roster);
        Coalition[] candidates = Candidates(playerCount, asked, random);
        CoalitionPoint[] places = [.. candidates.Select(roster.PointOf)];
        var rows = new List<double[]>();
        var variance = new double[candidates.Length];
        var covariance = new double[candidates.Length * playerCount];
        for (int c = 0; c < candidates.Length; c++)
        {
            variance[c] = kernel.Of(places[c], places[c]);
            shapley.With(places[c], covariance.AsSpan(c * playerCount, playerCount));
        }

        // Conditions on what is asked, then on each choice: a Cholesky factorisation that carries all candidates along.
        var factor = new Cholesky(asked.Count + count);
        var known = new List<CoalitionPoint>();
        var pivots = new List<double[]>();
        foreach (CoalitionPoint point in conditions)
        {
            Condition(point);
        }

        var chosen = new List<Coalition>();
        var taken = new bool[candidates.Length];
        while (chosen.Count < count && chosen.Count < candidates.Length)
        {
            int best = -1;
            double bestGain = 0;
            for (int c = 0; c < candidates.Length; c++)
            {
                if (!taken[c])
                {
                    ReadOnlySpan<double> with = covariance.AsSpan(c * playerCount, playerCount);
                    double gain = Cholesky.Dot(with, with) / (Math.Max(variance[c], 0) + Noise);
                    if (best < 0 || gain > bestGain * (1 + 1e-9))
                    {
                        (best, bestGain) = (c, gain);
                    }
                }
            }

            taken[best] = true;
            chosen.Add(candidates[best]);
            Condition(places[best]);
        }

        return chosen;

        void Condition(CoalitionPoint point)
        {
            double[] weights = [.. known.Select(other => kernel.Of(point, other))];
            double noise = point.IsFull ? 1e-8 : Noise, prior = kernel.Of(point, point) + noise;
            factor.Append(weights, prior, noise);
            factor.SolveLower(weights);
            double pivot = Math.Sqrt(Math.Max(prior - Cholesky.Dot(weights, weights), 1e-9));
            var with = new double[playerCount];
            shapley.With(point, with);
            for (int player = 0; player < playerCount; player++)
            {
                for (int k = 0; k < pivots.Count; k++)
                {
                    with[player] -= weights[k] * pivots[k][player];
                }

                with[player] /= pivot;
            }

            var row = new double[candidates.Length];
            for (int c = 0; c < candidates.Length; c++)
            {
                double value = kernel.Of(point, places[c]);
                for (int k = 0; k < rows.Count; k++)
                {
                    value -= weights[k] * rows[k][c];
                }

                row[c] = value /= pivot;
                variance[c] -= value * value;
                for (int player = 0; player < playerCount; player++)
                {
                    covariance[(c * playerCount) + player] -= value * with[player];
                }
            }

            rows.Add(row);
            pivots.Add(with);
            known.Add(point);
        }
    }

    /// <summary>All coalitions that are not asked, or a sample of each size with its complements, in random order of the players.</summary>
    private static Coalition[] Candidates(int playerCount, IReadOnlyCollection<Coalition> asked, SplitMix random)
    {
        int[] order = random.Permutation(playerCount);
        var known = asked.ToHashSet();
        var candidates = new List<Coalition>();
        if (playerCount <= ExactEstimator.MostPlayers)
        {
            for (ulong bits = 0; bits < 1UL << playerCount; bits++)
            {
                Coalition renamed = Coalition.Empty;
                for (int player = 0; player < playerCount; player++)
                {
                    renamed = (bits >> player & 1) != 0 ? renamed.With(order[player]) : renamed;
                }

                Add(renamed);
            }

            return [.. candidates];
        }

        foreach (Coalition edge in EdgeEstimator.Coalitions(playerCount))
        {
            Add(edge);
        }

        for (int size = 2; size <= playerCount / 2; size++)
        {
            for (int i = 0; i < CandidatesPerSize; i++)
            {
                Coalition sample = random.Permutation(playerCount).Take(size).Aggregate(Coalition.Empty, (set, player) => set.With(player));
                Add(sample);
                Add(sample.ComplementIn(playerCount));
            }
        }

        return [.. candidates];

        void Add(Coalition coalition)
        {
            if (known.Add(coalition))
            {
                candidates.Add(coalition);
            }
        }
    }
}
