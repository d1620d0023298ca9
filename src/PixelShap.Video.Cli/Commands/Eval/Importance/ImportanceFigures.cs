using System.Text.Json.Serialization;
using PixelShap.Video.Evaluation.Games;
using PixelShap.Video.Evaluation.Importance;

namespace PixelShap.Video.Cli.Commands.Eval.Importance;

/// <summary>What <c>eval importance</c> prints.</summary>
internal sealed record ImportanceFigures(
    [property: JsonPropertyName("players")] string Players,
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("segmenter")] string Segmenter,
    [property: JsonPropertyName("pictures")] int Pictures,
    [property: JsonPropertyName("quiet_below")] double QuietBelow,
    [property: JsonPropertyName("rows")] IReadOnlyList<ImportanceRow> Rows)
{
    /// <summary>Sums up the trials of each region and strategy, in the order in which they were played.</summary>
    public static IReadOnlyList<ImportanceRow> Summarize(IEnumerable<ImportanceTrial> trials, double quietBelow) =>
    [
        .. trials
            .GroupBy(trial => (trial.Region, trial.Strategy))
            .Select(group => new ImportanceRow(
                group.Key.Region.ToString().ToLowerInvariant(),
                group.Key.Strategy,
                TargetSummary.Of([.. group.Select(trial => trial.Trial)], IsBaseline(group.Key.Strategy) ? null : quietBelow))),
    ];

    private static bool IsBaseline(string strategy) => strategy is ImportanceEvaluation.Largest or ImportanceEvaluation.Central;
}

/// <summary>One region and strategy.</summary>
internal sealed record ImportanceRow(
    [property: JsonPropertyName("region")] string Region,
    [property: JsonPropertyName("strategy")] string Strategy,
    [property: JsonPropertyName("result")] TargetSummary Result);

/// <summary>One ranking, for those who want to look.</summary>
internal sealed record ImportanceLine(
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("t")] double Seconds,
    [property: JsonPropertyName("prompt")] string Prompt,
    [property: JsonPropertyName("answer")] string Answer,
    [property: JsonPropertyName("region")] string Region,
    [property: JsonPropertyName("strategy")] string Strategy,
    [property: JsonPropertyName("target")] string? Target,
    [property: JsonPropertyName("rank")] int? Rank,
    [property: JsonPropertyName("top")] string? Top,
    [property: JsonPropertyName("iou")] double Iou,
    [property: JsonPropertyName("drop")] double Drop,
    [property: JsonPropertyName("calls")] int Calls,
    [property: JsonPropertyName("players")] IReadOnlyList<string> Players,
    [property: JsonPropertyName("values")] IReadOnlyList<double?> Values)
{
    public static ImportanceLine Of(ImportanceTrial trial) => new(
        trial.Picture.Source,
        trial.Picture.Seconds,
        trial.Question.Prompt,
        trial.Answer,
        trial.Region.ToString().ToLowerInvariant(),
        trial.Strategy,
        trial.Question.Target?.Name,
        trial.Trial.Rank,
        trial.Trial.Top < 0 ? null : trial.Players[trial.Trial.Top],
        trial.Trial.Iou,
        trial.Trial.Drop,
        trial.Trial.Calls,
        trial.Players,
        [.. trial.Values.Select(value => double.IsFinite(value) ? Math.Round(value, 6) : (double?)null)]);
}

/// <summary>The JSON of the measurement.</summary>
[JsonSerializable(typeof(ImportanceFigures))]
[JsonSerializable(typeof(ImportanceLine))]
internal sealed partial class ImportanceJson : JsonSerializerContext;
