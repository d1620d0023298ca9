using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Clips;
using PixelShap.Video.Events;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Runs.UseCases;

/// <summary>What <c>run.json</c> holds: input, settings as used, versions, and a summary of what was found.</summary>
/// <param name="product">The program.</param>
/// <param name="results">What was found.</param>
/// <param name="analysis">Who analysed, and what it took.</param>
/// <param name="configuration">The settings.</param>
/// <param name="info">The stream that was analysed.</param>
/// <param name="elapsed">How long the analysis took.</param>
internal sealed class RunDocument(
    ProductInfo product, RunResults results, AnalysisOutcome analysis, PipelineConfiguration configuration, VideoInfo info, TimeSpan elapsed)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the clip says of itself; null for a live stream.</summary>
    public ClipFacts? Clip { get; init; }

    /// <summary>The files of a drive; null for one clip.</summary>
    public ClipInput? Drive { get; init; }

    public async Task WriteAsync(Stream stream)
    {
        await JsonSerializer.SerializeAsync(stream, ToJson(), Indented);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>What <c>run.json</c> holds.</summary>
    public JsonObject ToJson() => new()
    {
        ["schema"] = 1,
        ["product"] = product.Name,
        ["input"] = new JsonObject
        {
            ["name"] = results.Header.Input,
            ["path"] = Clip is null ? null : Path.GetFullPath(results.Header.Input),
            ["view"] = Drive is { View.Length: > 0 } ? Drive.View : null,
            ["files"] = Drive is null ? null : DriveJson.Files(Drive),
            ["sha256"] = results.Header.InputHash,
            ["width"] = info.Width,
            ["height"] = info.Height,
            ["codec"] = info.Codec,
            ["start_seconds"] = Math.Round(info.StartTime.Seconds, 6),
            ["duration_seconds"] = info.DurationSeconds,
            ["average_frame_rate"] = info.AverageFrameRate?.ToString(),
        },
        ["clip"] = Clip is null ? null : ClipFactsJson.Write(Clip),
        ["configuration"] = ConfigurationSchema.ToJsonObject(configuration),
        ["segmenter"] = analysis.Segmenter,
        ["segmenter_choice"] = analysis.SegmenterChoice,
        ["model"] = analysis.Model,
        ["ego_mask"] = analysis.Own is { } own ? EgoMaskJson.Write(own) : null,
        ["versions"] = new JsonObject
        {
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["os"] = RuntimeInformation.OSDescription,
            ["onnx_runtime"] = new JsonObject
            {
                ["package"] = product.OnnxRuntimePackage,
                ["version"] = product.OnnxRuntimeVersion,
                ["execution_provider"] = analysis.Provider?.ToString().ToLowerInvariant(),
            },
        },
        ["summary"] = new JsonObject
        {
            ["frames"] = results.FrameCount,
            ["dropped"] = Dropped,
            ["epochs"] = results.Epochs.Count,
            ["tracks"] = results.Tracks.Count,
            ["keyframes"] = results.KeyframeCount,
            ["keyframes_skipped"] = results.Skipped.Count,
            ["vlm_calls"] = Calls(),
            ["vlm_unanswered"] = Unanswered(),
            ["do_not_rely"] = results.DoNotRely,
            ["verdicts"] = Verdicts(),
            ["claims"] = Claims(),
            ["events"] = CountsOfEvents(),
            ["vlm_usage"] = analysis.Usage is { } usage ? Usage(usage) : null,
            ["started_at"] = results.Header.CreatedAt.ToString("o", CultureInfo.InvariantCulture),
            ["elapsed_seconds"] = Math.Round(elapsed.TotalSeconds, 3),
            ["stages"] = new JsonArray([.. analysis.Progress.Stages.Select(Stage)]),
            ["top_tracks"] = new JsonArray([.. TopTrack.Of(results.Prompts[0], results).Select(Track)]),
            ["prompts"] = new JsonArray([.. results.Prompts.Select(Prompt)]),
        },
    };

    private static JsonNode Stage(StageSnapshot stage) => new JsonObject
    {
        ["name"] = stage.Name,
        ["received"] = stage.Received,
        ["processed"] = stage.Processed,
        ["dropped"] = stage.Dropped,
        ["failed"] = stage.Failed,
        ["busy_seconds"] = Math.Round(stage.Busy.TotalSeconds, 3),
    };

    private JsonNode Prompt(PromptResults prompt) => new JsonObject
    {
        ["name"] = prompt.Name,
        ["keyframes"] = prompt.Timeline.Keyframes.Count,
        ["keyframes_skipped"] = prompt.Skipped.Count,
        ["vlm_calls"] = prompt.Calls,
        ["vlm_unanswered"] = prompt.Unanswered,
        ["top_tracks"] = new JsonArray([.. TopTrack.Of(prompt, results).Select(Track)]),
        ["top_over_time"] = TopSpans(prompt),
    };

    private static JsonNode Track(TopTrack row) => new JsonObject
    {
        ["track"] = row.Span.TrackId,
        ["class"] = row.Span.ClassName,
        ["first_seconds"] = Math.Round(row.Span.FirstSeconds, 3),
        ["last_seconds"] = Math.Round(row.Span.LastSeconds, 3),
        ["sum"] = Math.Round(row.Sum, 6),
        ["mean"] = Math.Round(row.Mean, 6),
        ["peak"] = Math.Round(row.Peak, 6),
        ["peak_seconds"] = Math.Round(row.PeakSeconds, 3),
    };

    /// <summary>Everything that was lost on the way, at whatever stage; a run that goes on has counted the first part in its journal.</summary>
    private long Dropped => Math.Max(results.End?.Dropped ?? 0, analysis.Progress.Stages.Sum(stage => stage.Dropped));

    /// <summary>How many keyframes of all questions have each verdict; those that are 0 are left out.</summary>
    private JsonObject Verdicts() => new([.. results.Prompts
        .SelectMany(prompt => prompt.Timeline.Keyframes.Select(keyframe => keyframe.Attribution.Verdict.Kind)
            .Concat(prompt.Skipped.Where(skipped => skipped.Kind is AnswerKind.Refused or AnswerKind.Filtered).Select(_ => VerdictKind.Refused)))
        .CountBy(kind => kind)
        .OrderBy(pair => pair.Key)
        .Select(pair => KeyValuePair.Create(pair.Key.ToString().ToLowerInvariant(), (JsonNode?)pair.Value))]);

    /// <summary>How often each kind of event happened, the gravest first; those that did not are left out.</summary>
    private JsonObject CountsOfEvents() => new([.. EventKinds.All
        .Select(kind => KeyValuePair.Create(kind.Name, results.Events.Count(one => one.Kind == kind.Name)))
        .Where(pair => pair.Value > 0)
        .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]);

    /// <summary>How many claims there are, and how many of them name what is not there or stay without it.</summary>
    private JsonObject Claims()
    {
        Claim[] claims = [.. results.Prompts.SelectMany(prompt => prompt.Timeline.Keyframes).SelectMany(results.ClaimsOf)];
        return new JsonObject
        {
            ["all"] = claims.Length,
            ["unseen"] = claims.Count(claim => claim.Support == ClaimSupport.Unseen),
            ["unsupported"] = claims.Count(claim => claim.Support == ClaimSupport.Unsupported),
            ["doubted"] = new JsonObject([.. ((ClaimTopic[])[ClaimTopic.Thing, ClaimTopic.Colour, ClaimTopic.Light])
                .Select(topic => KeyValuePair.Create(topic.ToString().ToLowerInvariant(), (JsonNode?)claims.Count(claim => claim.IsDoubted && claim.Topic == topic)))]),
        };
    }

    private long Calls() => results.Prompts.Sum(prompt => prompt.Calls);

    private long Unanswered() => results.Prompts.Sum(prompt => prompt.Unanswered);

    private JsonArray TopSpans(PromptResults prompt) => new([.. TopSpan.Of(prompt, results).Select(span => new JsonObject
    {
        ["from_seconds"] = Math.Round(span.From, 3),
        ["to_seconds"] = Math.Round(span.To, 3),
        ["track"] = span.TrackId,
        ["class"] = span.TrackId is null ? null : span.ClassName,
        ["verdict"] = span.Verdict.ToString().ToLowerInvariant(),
        ["region"] = span.Region?.Id,
        ["mean"] = Math.Round(span.Mean, 6),
        ["answer"] = span.Answer,
    })]);

    private static JsonObject Usage(ModelUsage usage) => new()
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
