using System.Text.Json.Serialization;

namespace PixelShap.Video.Evaluation.Games;

/// <summary>What a way of ranking objects achieved over many questions whose targets are known.</summary>
public sealed record TargetSummary
{
    /// <summary>The questions that hang on an object.</summary>
    [JsonPropertyName("questions")]
    public required int Questions { get; init; }

    /// <summary>The share of them whose target is ranked first.</summary>
    [JsonPropertyName("recall1")]
    public required double Recall1 { get; init; }

    /// <summary>The share of them whose target is among the first two.</summary>
    [JsonPropertyName("recall2")]
    public required double Recall2 { get; init; }

    /// <summary>The share of them whose target is among the first three.</summary>
    [JsonPropertyName("recall3")]
    public required double Recall3 { get; init; }

    /// <summary>The mean IoU of the first object with the target.</summary>
    [JsonPropertyName("iou1")]
    public required double Iou1 { get; init; }

    /// <summary>The mean loss of similarity when the first object is hidden.</summary>
    [JsonPropertyName("similarity_drop")]
    public required double SimilarityDrop { get; init; }

    /// <summary>The mean number of calls, the baseline answer not counted.</summary>
    [JsonPropertyName("calls")]
    public required double Calls { get; init; }

    /// <summary>The mean time of a question, in seconds.</summary>
    [JsonPropertyName("seconds")]
    public required double Seconds { get; init; }

    /// <summary>The questions that hang on nothing.</summary>
    [JsonPropertyName("quiet_questions")]
    public required int QuietQuestions { get; init; }

    /// <summary>The share of them in which no object reaches the threshold; null where there are none or where values have no unit.</summary>
    [JsonPropertyName("quiet_correct")]
    public required double? QuietCorrect { get; init; }

    /// <summary>Sums up trials.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="quietBelow">Below this value an object counts as not mattering; null for rankings whose values are no importance.</param>
    public static TargetSummary Of(IReadOnlyCollection<TargetTrial> trials, double? quietBelow)
    {
        ArgumentNullException.ThrowIfNull(trials);
        TargetTrial[] targeted = [.. trials.Where(trial => trial.HasTarget)], quiet = [.. trials.Where(trial => !trial.HasTarget)];
        return new TargetSummary
        {
            Questions = targeted.Length,
            Recall1 = Recall(1),
            Recall2 = Recall(2),
            Recall3 = Recall(3),
            Iou1 = Mean(targeted, trial => trial.Iou),
            SimilarityDrop = Mean(targeted, trial => trial.Drop),
            Calls = Mean(trials, trial => trial.Calls),
            Seconds = Mean(trials, trial => trial.Seconds),
            QuietQuestions = quiet.Length,
            QuietCorrect = quietBelow is { } threshold && quiet.Length > 0 ? Mean(quiet, trial => trial.TopValue < threshold ? 1 : 0) : null,
        };

        double Recall(int count) => Mean(targeted, trial => trial.Rank <= count ? 1 : 0);
    }

    private static double Mean(IEnumerable<TargetTrial> trials, Func<TargetTrial, double> value) => trials.Select(value).DefaultIfEmpty(0).Average();
}
