using System.Text.Json.Serialization;
using PixelShap.Estimation;
using PixelShap.Games;
using PixelShap.Interactions;

namespace PixelShap.Video.Evaluation.Pairs;

/// <summary>How well pairs are found that are there by construction, and how seldom others are named.</summary>
public sealed record PairSummary
{
    /// <summary>The games.</summary>
    [JsonPropertyName("games")]
    public required int Games { get; init; }

    /// <summary>The share of games with a pair in which it is named with its kind.</summary>
    [JsonPropertyName("right")]
    public required double Right { get; init; }

    /// <summary>The share of games with a pair in which another pair is named, or this one with another kind.</summary>
    [JsonPropertyName("wrong")]
    public required double Wrong { get; init; }

    /// <summary>The share of games without a pair in which one is named.</summary>
    [JsonPropertyName("false_claims")]
    public required double FalseClaims { get; init; }

    /// <summary>The share of the 90 % intervals of all pairs that hold the exact index.</summary>
    [JsonPropertyName("held")]
    public required double Held { get; init; }

    /// <summary>The mean number of calls per player.</summary>
    [JsonPropertyName("calls_per_player")]
    public required double CallsPerPlayer { get; init; }

    /// <summary>The largest number of calls per player.</summary>
    [JsonPropertyName("most_calls_per_player")]
    public required double MostCallsPerPlayer { get; init; }

    /// <summary>How often each family is told right: the pair and no other, or no pair.</summary>
    [JsonPropertyName("families")]
    public required IReadOnlyDictionary<string, double> Families { get; init; }
}

/// <summary>Plays games of planted pairs as a keyframe is played: the estimator first, then what tells of pairs.</summary>
public static class PairEvaluation
{
    /// <summary>Plays.</summary>
    /// <param name="count">Games of each family.</param>
    /// <param name="seed">The first seed; the games have this one and those after it.</param>
    /// <param name="noise">The standard deviation of each value.</param>
    /// <param name="budget">What the estimator may spend.</param>
    /// <param name="ceiling">What the keyframe may cost with the questions about pairs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<PairSummary> PlayAsync(int count, int seed, double noise, CallBudget budget, CallBudget ceiling, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(ceiling);
        var trials = new List<Trial>();
        foreach (string family in PlantedPair.Families)
        {
            for (int i = 0; i < count; i++)
            {
                PlantedPair planted = PlantedPair.Draw(family, seed + i, noise);
                double? variance = noise == 0 ? 0 : null;
                var game = new TableGame(planted.Table);
                EstimationOptions options = new() { Budget = budget.For(game.PlayerCount), Seed = (ulong)(seed + i), NoiseVariance = variance };
                ValueEstimate estimate = await new BayesEstimator().EstimateAsync(game, options, cancellationToken);
                int left = Math.Max(0, ceiling.For(game.PlayerCount) - estimate.Calls);
                (_, IReadOnlyList<PairInteraction> pairs) = await PairSearch.FindAsync(game, estimate.Observations, left, variance, cancellationToken);
                IReadOnlyList<PairInteraction> exact = PairInteractions.OfTable(PlantedPair.Draw(family, seed + i, 0).Table);
                trials.Add(new Trial(planted, pairs, exact, game.Calls / (double)game.PlayerCount));
            }
        }

        Trial[] with = [.. trials.Where(trial => trial.Planted.Kind != PairKind.None)], without = [.. trials.Where(trial => trial.Planted.Kind == PairKind.None)];
        return new PairSummary
        {
            Games = trials.Count,
            Right = with.Average(trial => trial.IsRight ? 1 : 0),
            Wrong = with.Average(trial => trial.IsWrong ? 1 : 0),
            FalseClaims = without.Average(trial => trial.IsWrong ? 1 : 0),
            Held = trials.SelectMany(trial => trial.Pairs.Zip(trial.Exact)).Average(pair => pair.First.Low - Rounding <= pair.Second.Value && pair.Second.Value <= pair.First.High + Rounding ? 1 : 0),
            CallsPerPlayer = trials.Average(trial => trial.Calls),
            MostCallsPerPlayer = trials.Max(trial => trial.Calls),
            Families = trials.GroupBy(trial => trial.Planted.Family).ToDictionary(group => group.Key, group => group.Average(trial => trial.IsRight && !trial.IsWrong ? 1.0 : 0)),
        };
    }

    private const double Rounding = 1e-9;

    private sealed record Trial(PlantedPair Planted, IReadOnlyList<PairInteraction> Pairs, IReadOnlyList<PairInteraction> Exact, double Calls)
    {
        private IEnumerable<PairInteraction> Named => Pairs.Where(pair => pair.Kind != PairKind.None);

        public bool IsRight => Planted.Kind == PairKind.None || Named.Any(IsPlanted);

        public bool IsWrong => Named.Any(pair => !IsPlanted(pair));

        private bool IsPlanted(PairInteraction pair) => (pair.First, pair.Second, pair.Kind) == (Planted.First, Planted.Second, Planted.Kind);
    }
}
