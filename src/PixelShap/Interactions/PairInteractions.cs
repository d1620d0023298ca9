using System.Numerics;
using PixelShap.Estimation;
using PixelShap.Estimation.Bayes;
using PixelShap.Games;

namespace PixelShap.Interactions;

/// <summary>
/// Interactions of pairs from answers that are there already: exactly where all coalitions are known, else as linear functionals of the same Gaussian process
/// that values the players.
/// </summary>
/// <remarks>Source: Grabisch and Roubens, "An axiomatic approach to the concept of interaction among players in cooperative games" (1999).</remarks>
public static class PairInteractions
{
    /// <summary>The most players; with more nothing is said of pairs.</summary>
    public const int MostPlayers = ExactEstimator.MostPlayers;

    // Sets of so many pairs are thought of; of each size so many, where none is e³ times likelier than another.
    private const int MostInteracting = 3, MostAlike = 4;
    private const double Negligible = 3;

    /// <summary>All pairs of a complete game.</summary>
    /// <param name="table">2^n values, n from 0 to <see cref="MostPlayers"/>; the index has bit i set where player i is visible.</param>
    /// <param name="noiseVariance">The variance of a value, v(N) excepted.</param>
    public static IReadOnlyList<PairInteraction> OfTable(ReadOnlySpan<double> table, double noiseVariance = 0)
    {
        int n = CheckedSize(table.Length);
        double[] weights = Weights(n);
        double noise = Math.Sqrt(noiseVariance * NoiseShare(n, weights));
        var pairs = new List<PairInteraction>();
        for (int second = 1; second < n; second++)
        {
            for (int first = 0; first < second; first++)
            {
                pairs.Add(Of(table, weights, first, second) with { StandardError = noise });
            }
        }

        return [.. pairs.OrderBy(pair => pair.First).ThenBy(pair => pair.Second)];
    }

    /// <summary>All pairs of a game of which some values are known.</summary>
    /// <param name="playerCount">The number of players; with fewer than two or more than <see cref="MostPlayers"/> there are no pairs.</param>
    /// <param name="full">v(N).</param>
    /// <param name="known">Coalitions with their values; N may be among them.</param>
    /// <param name="noiseVariance">The measured variance of one value; null when it was not measured.</param>
    public static IReadOnlyList<PairInteraction> Estimate(int playerCount, double full, IReadOnlyList<Observation> known, double? noiseVariance = null)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (playerCount is < 2 or > MostPlayers)
        {
            return [];
        }

        Coalition everyone = Coalition.Full(playerCount);
        Observation[] seen = [.. known.Where(item => item.Coalition != everyone && double.IsFinite(item.Value)).DistinctBy(item => item.Coalition)];
        var table = new double[1 << playerCount];
        if (seen.Length == table.Length - 1)
        {
            table[^1] = full;
            Array.ForEach(seen, item => table[item.Coalition.Bits] = item.Value);
            return OfTable(table, noiseVariance ?? 0);
        }

        var roster = Roster.Of(playerCount);
        Sample[] samples = [new(roster.PointOf(everyone), full, full), .. seen.Select(item => new Sample(roster.PointOf(item.Coalition), item.Value, full))];
        ulong[] pairs = [.. from first in Enumerable.Range(0, playerCount) from second in Enumerable.Range(first + 1, playerCount - first - 1) select 1UL << first | 1UL << second];
        var fits = WeighedFits.Of(roster, full, samples, ModelGrid.Single, noiseVariance, Hypotheses(roster, full, samples, noiseVariance, pairs));
        CoalitionPoint[] places = [.. Enumerable.Range(0, table.Length).Select(bits => roster.PointOf(new Coalition((ulong)bits)))];
        (double Weight, IReadOnlyList<PairInteraction> Pairs)[] each =
            [.. fits.All.Select(entry => (entry.Weight, OfTable(Array.ConvertAll(places, entry.Fit.Fit.Value))))];
        double[] within = Within(fits, samples, pairs);
        return [.. within.Select((variance, k) => Mixed([.. each.Select(entry => (entry.Weight, entry.Pairs[k]))], variance))];
    }

    private static PairInteraction Mixed((double Weight, PairInteraction Pair)[] each, double within)
    {
        double mean = each.Sum(entry => entry.Weight * entry.Pair.Value);
        double between = each.Sum(entry => entry.Weight * (entry.Pair.Value - mean) * (entry.Pair.Value - mean));
        return each[0].Pair with
        {
            Value = mean,
            StandardError = Math.Sqrt(within + between),
            FirstAlone = each.Sum(entry => entry.Weight * entry.Pair.FirstAlone),
            SecondAlone = each.Sum(entry => entry.Weight * entry.Pair.SecondAlone),
        };
    }

    /// <summary>The variance of each index within the hypotheses, in the order of the pairs.</summary>
    private static double[] Within(WeighedFits fits, Sample[] samples, ulong[] pairs)
    {
        var variances = new double[pairs.Length];
        foreach ((GaussianFit fit, KernelSamples data, double factor) in fits.Cautious())
        {
            var prior = new PairCovariance(data.Kernel, data.Roster.PlayerCount);
            for (int k = 0; k < pairs.Length; k++)
            {
                variances[k] += factor * fit.Variance(prior.VarianceOf(pairs[k]), [.. samples.Select(sample => prior.With(sample.Point, pairs[k]))]);
            }
        }

        return variances;
    }

    /// <summary>Which pairs may interact by more than any two: none, and the sets that explain best what was seen, grown pair by pair.</summary>
    private static List<IReadOnlyList<ulong>> Hypotheses(Roster roster, double full, Sample[] samples, double? noiseVariance, ulong[] pairs)
    {
        var sets = new List<IReadOnlyList<ulong>> { Array.Empty<ulong>() };
        for (int size = 1; size <= MostInteracting; size++)
        {
            IReadOnlyList<ulong> grown = sets[^1];
            (ulong[] Set, double Evidence)[] next = [.. pairs
                .Where(pair => !grown.Contains(pair))
                .Select(pair => (ulong[])[.. grown, pair])
                .Select(set => (set, WeighedFits.Of(roster, full, samples, ModelGrid.Coarse, noiseVariance, [set]).LogEvidence))
                .OrderBy(item => item.LogEvidence)];
            if (next.Length == 0)
            {
                break;
            }

            // The best comes last: it is what grows.
            sets.AddRange(next.Where(item => item.Evidence > next[^1].Evidence - Negligible).TakeLast(MostAlike).Select(item => item.Set));
        }

        return sets;
    }

    private static PairInteraction Of(ReadOnlySpan<double> table, double[] weights, int first, int second)
    {
        int one = 1 << first, other = 1 << second;
        double index = 0, firstAlone = 0, secondAlone = 0;
        for (int bits = 0; bits < table.Length; bits++)
        {
            if ((bits & (one | other)) == 0)
            {
                double weight = weights[BitOperations.PopCount((uint)bits)], none = table[bits];
                double withFirst = table[bits | one], withSecond = table[bits | other];
                index += weight * (table[bits | one | other] - withFirst - withSecond + none);
                firstAlone += weight * (withFirst - none);
                secondAlone += weight * (withSecond - none);
            }
        }

        return new PairInteraction(first, second, index, 0, firstAlone, secondAlone);
    }

    /// <summary>s! (n − s − 2)! / (n − 1)!, the weight of a coalition of s other players.</summary>
    private static double[] Weights(int n) => ShapleyWeights.OfMarginals(Math.Max(n - 1, 0));

    /// <summary>The variance of an index where each value but v(N) has a variance of 1.</summary>
    private static double NoiseShare(int n, double[] weights)
    {
        double sum = 0, count = 1;
        for (int size = 0; size < weights.Length; size++)
        {
            sum += (size == weights.Length - 1 ? 3 : 4) * count * weights[size] * weights[size];
            count = count * (n - 2 - size) / (size + 1);
        }

        return sum;
    }

    private static int CheckedSize(int length) => BitOperations.IsPow2(length) && length <= 1 << MostPlayers
        ? BitOperations.TrailingZeroCount(length)
        : throw new ArgumentException($"A table has 2^n values with n from 0 to {MostPlayers}, not {length}.", nameof(length));
}
