using System.Globalization;
using PixelShap.Video.Language;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>What a paid model was asked by this process, for people.</summary>
internal static class UsageReport
{
    public static string Line(ModelUsage usage) => string.Create(
        CultureInfo.InvariantCulture,
        $"This process: {usage.Requests} requests ({usage.Retries} retries), {usage.CacheHits} cache hits, {(usage.CutOff > 0 ? $"{usage.CutOff} answers cut off at vlm.max_tokens, " : "")}{usage.InputTokens + usage.OutputTokens} tokens, "
        + $"{usage.Cost:0.####} {usage.Currency}{(double.IsNaN(usage.LatencyP50) ? "" : $", latency {usage.LatencyP50:0.00} s median, {usage.LatencyP99:0.00} s p99")}");
}
