using System.Globalization;
using System.Text.Json.Nodes;
using PixelShap.Video.Language;

namespace PixelShap.Video.Runs.WhatIf;

/// <summary>A what-if as JSON: the lines of its file, the export, and what the page is told.</summary>
public static class WhatIfJson
{
    /// <summary>Writes a question and what came of it.</summary>
    public static JsonObject Write(WhatIfAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new JsonObject
        {
            ["at"] = answer.At.ToString("o", CultureInfo.InvariantCulture),
            ["frame"] = answer.Frame,
            ["t"] = Math.Round(answer.Seconds, 6),
            ["prompt_name"] = answer.PromptName,
            ["prompt"] = answer.Prompt,
            ["visible"] = answer.Visible.ToString("x", CultureInfo.InvariantCulture),
            ["hidden"] = new JsonArray([.. answer.Hidden.Select(player => new JsonObject
            {
                ["tracks"] = new JsonArray([.. player.TrackIds.Select(id => (JsonNode)id)]),
                ["class"] = player.ClassName,
            })]),
            ["model"] = answer.Model,
            ["baseline"] = answer.Baseline,
            ["whole"] = answer.Whole,
            ["answer"] = answer.Answer,
            ["v"] = Math.Round(answer.Value, 6),
            ["known"] = answer.Known,
            ["cached"] = answer.Cached,
            ["new"] = answer.New,
            ["usage"] = Write(answer.Usage),
        };
    }

    /// <summary>Writes what a question would take.</summary>
    public static JsonObject Write(WhatIfEstimate estimate)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        return new JsonObject
        {
            ["model"] = estimate.Model,
            ["questions"] = estimate.Questions,
            ["known"] = estimate.Known,
            ["cached"] = estimate.Cached,
            ["new"] = estimate.New,
            ["usage"] = Write(estimate.Usage),
        };
    }

    /// <summary>Writes what was paid; null for a model that costs nothing.</summary>
    public static JsonObject? Write(ModelUsage? usage) => usage is null ? null : new JsonObject
    {
        ["requests"] = usage.Requests,
        ["input_tokens"] = usage.InputTokens,
        ["output_tokens"] = usage.OutputTokens,
        ["cost"] = Math.Round(usage.Cost, 6),
        ["currency"] = usage.Currency,
    };
}
