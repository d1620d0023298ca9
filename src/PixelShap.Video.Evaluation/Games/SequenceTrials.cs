using PixelShap.Estimation;
using PixelShap.Games;

namespace PixelShap.Video.Evaluation.Games;

/// <summary>Lets an estimator play sequences of games whose values are known.</summary>
public static class SequenceTrials
{
    /// <summary>Plays every keyframe of every sequence with <see cref="SequenceEstimator"/>.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="budget">The allowance of a keyframe.</param>
    /// <param name="observed">Whether to play the noisy looks instead of the true values.</param>
    /// <param name="seed">The seed of every random choice.</param>
    /// <param name="cancellationToken">Stops between keyframes.</param>
    public static async ValueTask<IReadOnlyList<Trial>> PlayWarmAsync(
        IEnumerable<SequenceEntry> sequences, CallBudget budget, bool observed, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentNullException.ThrowIfNull(budget);
        var trials = new List<Trial>();
        foreach (SequenceEntry sequence in sequences)
        {
            var estimator = new SequenceEstimator();
            for (int index = 0; index < sequence.Keyframes.Length; index++)
            {
                KeyframeEntry keyframe = sequence.Keyframes[index];
                var game = new TableGame(ToGame(sequence, keyframe).Table(observed));
                EstimationOptions options = Options(budget, game, observed, seed + (ulong)index);
                SequenceEstimate attribution = await estimator
                    .EstimateAsync(game, new KeyframePlayers(keyframe.Objects, index), options, cancellationToken)
                    .ConfigureAwait(false);
                trials.Add(new Trial(
                    ExactEstimator.Values(keyframe.Values), attribution.Warm.Values, attribution.Warm.StandardErrors, attribution.Warm.Calls));
            }
        }

        return trials;
    }

    /// <summary>Plays every keyframe on its own.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="estimator">The estimator.</param>
    /// <param name="budget">What a keyframe may cost.</param>
    /// <param name="observed">Whether to play the noisy looks instead of the true values.</param>
    /// <param name="seed">The seed of every random choice.</param>
    /// <param name="cancellationToken">Stops between keyframes.</param>
    public static ValueTask<IReadOnlyList<Trial>> PlayColdAsync(
        IEnumerable<SequenceEntry> sequences, IEstimator estimator, CallBudget budget, bool observed, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        return GameTrials.PlayAsync(
            sequences.SelectMany(sequence => sequence.Keyframes.Select(keyframe => ToGame(sequence, keyframe))),
            estimator, budget, observed, seed, cancellationToken);
    }

    private static GameEntry ToGame(SequenceEntry sequence, KeyframeEntry keyframe) =>
        new() { Name = sequence.Name, Family = sequence.Family, Values = keyframe.Values, Observed = keyframe.Observed };

    private static EstimationOptions Options(CallBudget budget, TableGame game, bool observed, ulong seed) => new()
    {
        Budget = budget.For(game.PlayerCount),
        Seed = seed,
        StopWhenSettled = budget.IsAuto,
        NoiseVariance = observed ? null : 0,
    };
}
