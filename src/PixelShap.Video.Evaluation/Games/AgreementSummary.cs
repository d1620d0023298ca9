using System.Text.Json.Serialization;
using PixelShap.Estimation;

namespace PixelShap.Video.Evaluation.Games;

/// <summary>The mean agreement over many games.</summary>
public sealed record AgreementSummary
{
    /// <summary>The number of games (or keyframes).</summary>
    [JsonPropertyName("games")]
    public required int Games { get; init; }

    /// <summary>Games whose φ is the same for all players: left out of the correlations and of top1.</summary>
    [JsonPropertyName("constant_games")]
    public required int ConstantGames { get; init; }

    /// <summary>The mean number of calls per game, the baseline not counted.</summary>
    [JsonPropertyName("calls_mean")]
    public required double CallsMean { get; init; }

    /// <summary>The mean of Pearson's correlation with the exact φ.</summary>
    [JsonPropertyName("pearson_mean")]
    public required double PearsonMean { get; init; }

    /// <summary>Its 10th percentile.</summary>
    [JsonPropertyName("pearson_p10")]
    public required double PearsonP10 { get; init; }

    /// <summary>The mean of Spearman's rank correlation with the exact φ.</summary>
    [JsonPropertyName("spearman_mean")]
    public required double SpearmanMean { get; init; }

    /// <summary>The share of games whose most important player is found.</summary>
    [JsonPropertyName("top1")]
    public required double Top1 { get; init; }

    /// <summary>The median of Σ(φ̂ − φ)² / Σφ².</summary>
    [JsonPropertyName("rel_mse_median")]
    public required double RelativeMseMedian { get; init; }

    /// <summary>The share of players whose exact φ lies in the 90 % interval.</summary>
    [JsonPropertyName("coverage90")]
    public required double Coverage90 { get; init; }

    /// <summary>The share of games that name targets whose top player is one; a tie counts against it.</summary>
    [JsonPropertyName("recall1"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Recall1 { get; init; }

    /// <summary>The share with a target among the top two players.</summary>
    [JsonPropertyName("recall2"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Recall2 { get; init; }

    /// <summary>The share with a target among the top three players.</summary>
    [JsonPropertyName("recall3"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Recall3 { get; init; }
}

/// <summary>One estimate beside the truth.</summary>
/// <param name="Truth">The exact φ.</param>
/// <param name="Estimate">The estimated φ.</param>
/// <param name="StandardErrors">Their standard errors.</param>
/// <param name="Calls">The calls spent.</param>
/// <param name="Targets">The players that the answer hangs on, where known.</param>
public sealed record Trial(
    IReadOnlyList<double> Truth, IReadOnlyList<double> Estimate, IReadOnlyList<double> StandardErrors, int Calls, IReadOnlyList<int>? Targets = null)
{
    private const double Rounding = 1e-9;

    /// <summary>Sums up trials.</summary>
    public static AgreementSummary Summarize(IReadOnlyCollection<Trial> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        Trial[] varied = [.. trials.Where(trial => !Agreement.IsConstant(trial.Truth))];
        Trial[] targeted = [.. trials.Where(trial => trial.Targets is { Count: > 0 })];
        double[] correlations = [.. varied.Select(trial => Agreement.Pearson(trial.Estimate, trial.Truth))];
        return new AgreementSummary
        {
            Games = trials.Count,
            ConstantGames = trials.Count - varied.Length,
            CallsMean = Mean(trials.Select(trial => (double)trial.Calls)),
            PearsonMean = Mean(correlations),
            PearsonP10 = Agreement.Quantile(correlations, 0.1),
            SpearmanMean = Mean(varied.Select(trial => Agreement.Spearman(trial.Estimate, trial.Truth))),
            Top1 = Mean(varied.Select(trial => Agreement.SameTop(trial.Estimate, trial.Truth) ? 1.0 : 0)),
            RelativeMseMedian = Agreement.Quantile(varied.Select(trial => Agreement.RelativeSquaredError(trial.Estimate, trial.Truth)), 0.5),
            Coverage90 = Mean(trials.SelectMany(trial => trial.Covered())),
            Recall1 = Recall(1),
            Recall2 = Recall(2),
            Recall3 = Recall(3),
        };

        double? Recall(int count) =>
            targeted.Length == 0 ? null : targeted.Average(trial => Agreement.IsTargetAmongTop(trial.Estimate, trial.Targets!, count) ? 1.0 : 0);
    }

    private IEnumerable<double> Covered() => Truth.Select((truth, player) =>
        Math.Abs(truth - Estimate[player]) <= (CredibleInterval.Z90 * StandardErrors[player]) + Rounding ? 1.0 : 0);

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(0).Average();
}

/// <summary>Intervals from standard errors.</summary>
public static class CredibleInterval
{
    /// <summary>A 90 % interval is ± this many standard errors (the 95th percentile of the normal distribution).</summary>
    public const double Z90 = 1.6448536269514722;
}
