using System.Globalization;
using System.Text.Json.Nodes;
using PixelShap.Video.Language;

namespace PixelShap.Video.Cli.Joining;

/// <summary>What a paid model was asked by this process, for people and for <c>run.json</c>.</summary>
internal static class UsageReport
{
    public static string Line(ModelUsage usage) => string.Create(
        CultureInfo.InvariantCulture,
        $"This process: {usage.Requests} requests ({usage.Retries} retries), {usage.CacheHits} cache hits, {(usage.CutOff > 0 ? $"{usage.CutOff} answers cut off at vlm.max_tokens, " : "")}{usage.InputTokens + usage.OutputTokens} tokens, "
        + $"{usage.Cost:0.####} {usage.Currency}{(double.IsNaN(usage.LatencyP50) ? "" : $", latency {usage.LatencyP50:0.00} s median, {usage.LatencyP99:0.00} s p99")}");

    public static JsonObject Json(ModelUsage usage) => new()
    {
        ["requests"] = usage.Requests,
        ["retries"] = usage.Retries,
        ["answers"] = usage.Answers,
        ["cache_hits"] = usage.CacheHits,
        ["unanswered"] = usage.Unanswered,
        ["cut_off"] = usage.CutOff,
        ["input_tokens"] = usage.InputTokens,
        ["output_tokens"] = usage.OutputTokens,
        ["cost"] = Math.Round(usage.Cost, 6),
        ["currency"] = usage.Currency,
        ["latency_seconds"] = new JsonObject
        {
            ["p50"] = Seconds(usage.LatencyP50),
            ["p90"] = Seconds(usage.LatencyP90),
            ["p99"] = Seconds(usage.LatencyP99),
        },
    };

    private static JsonNode? Seconds(double value) => double.IsFinite(value) ? Math.Round(value, 3) : null;
}
