using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Runs.Results;
using Spectre.Console;

namespace PixelShap.Video.Cli.Joining;

/// <summary>What came out of a run, as <c>run.json</c> and as a table for people.</summary>
internal sealed class RunSummary(
    RunResults results, AnalysisOutcome outcome, PipelineConfiguration configuration, VideoInfo info, TimeSpan elapsed)
{
    private const int ShownTracks = 8;

    /// <summary>What the clip says of itself; null for a live stream.</summary>
    public ClipFacts? Clip { get; init; }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task WriteJsonAsync(Stream stream)
    {
        await JsonSerializer.SerializeAsync(stream, ToJson(), Indented);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Prints the tables, or with <paramref name="json"/> the JSON and nothing else, to the standard output.</summary>
    /// <param name="directory">Where the results are.</param>
    /// <param name="json">Whether to print JSON.</param>
    /// <param name="brief">Whether to print only what mattered when.</param>
    public void Show(RunDirectory directory, bool json, bool brief = false)
    {
        if (json)
        {
            Console.Out.WriteLine(ToJson().ToJsonString(Indented));
            return;
        }

        IAnsiConsole console = Consoles.Output();
        foreach (PromptResults prompt in results.Prompts)
        {
            TopSpanReport.Show(console, prompt, results);
        }

        if (brief)
        {
            console.MarkupLineInterpolated($"Results: {directory.Path}");
            return;
        }

        foreach (PromptResults prompt in results.Prompts)
        {
            ShowTracks(console, prompt);
        }

        long dropped = results.End?.Dropped ?? 0;
        console.MarkupLineInterpolated($"{results.FrameCount} frames, {results.Tracks.Count} tracks, {results.KeyframeCount} keyframes{(results.Prompts.Count > 1 ? $" with {results.Prompts.Count} prompts" : "")}, {Calls()} VLM calls{(dropped > 0 ? $", {dropped} items dropped" : "")} in {elapsed.TotalSeconds:F1} s");
        if (results.Skipped.Count > 0 || Unanswered() > 0)
        {
            console.MarkupLineInterpolated($"[yellow]{results.Skipped.Count} keyframes skipped and {Unanswered()} coalitions without an answer: see attributions.jsonl[/]");
        }

        if (results.KeyframeCount == 0 && results.Skipped.Count == 0)
        {
            console.MarkupLine("[yellow]No question was put: the first keyframe comes when something has been followed for a few frames, or the clip was too short for that.[/]");
        }

        console.MarkupLineInterpolated($"Segmented with {outcome.Segmenter} ({outcome.SegmenterChoice})");
        console.MarkupLineInterpolated($"Asked: {outcome.Model}");
        if (outcome.Usage is { } usage)
        {
            console.MarkupLineInterpolated($"{UsageReport.Line(usage)}");
        }

        console.MarkupLineInterpolated($"Results: {directory.Path}");
    }

    private void ShowTracks(IAnsiConsole console, PromptResults prompt)
    {
        IReadOnlyList<Row> rows = TopTracks(prompt);
        if (rows.Count == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Track", "Class", "Seen", "Sum of φ", "Peak φ", "at");
        foreach (int column in (int[])[3, 4, 5])
        {
            table.Columns[column].RightAligned();
        }

        foreach (Row row in rows)
        {
            table.AddRow(
                Number(row.Span.TrackId),
                Markup.Escape(row.Span.ClassName),
                $"{Clock(row.Span.FirstSeconds)} – {Clock(row.Span.LastSeconds)}",
                Signed(row.Sum),
                $"[bold]{Signed(row.Peak)}[/]",
                Clock(row.PeakSeconds));
        }

        string which = results.Prompts.Count > 1 ? $": {prompt.Name}" : "";
        console.MarkupLineInterpolated($"[bold]The road users that the answers depended on most{which}[/]");
        console.Write(table);
    }

    /// <summary>What <c>run.json</c> holds.</summary>
    public JsonObject ToJson() => new()
    {
        ["schema"] = 1,
        ["product"] = $"PixelShap.Video {CommandLine.Version}",
        ["input"] = new JsonObject
        {
            ["name"] = results.Header.Input,
            ["path"] = Clip is null ? null : Path.GetFullPath(results.Header.Input),
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
        ["segmenter"] = outcome.Segmenter,
        ["segmenter_choice"] = outcome.SegmenterChoice,
        ["model"] = outcome.Model,
        ["versions"] = new JsonObject
        {
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["os"] = RuntimeInformation.OSDescription,
            ["onnx_runtime"] = new JsonObject
            {
                ["package"] = OnnxRuntimePackage.Name,
                ["version"] = OnnxRuntimePackage.Version,
                ["execution_provider"] = outcome.Provider?.ToString().ToLowerInvariant(),
            },
        },
        ["summary"] = new JsonObject
        {
            ["frames"] = results.FrameCount,
            ["dropped"] = results.End?.Dropped ?? 0,
            ["epochs"] = results.Epochs.Count,
            ["tracks"] = results.Tracks.Count,
            ["keyframes"] = results.KeyframeCount,
            ["keyframes_skipped"] = results.Skipped.Count,
            ["vlm_calls"] = Calls(),
            ["vlm_unanswered"] = Unanswered(),
            ["vlm_usage"] = outcome.Usage is { } usage ? UsageReport.Json(usage) : null,
            ["started_at"] = results.Header.CreatedAt.ToString("o", CultureInfo.InvariantCulture),
            ["elapsed_seconds"] = Math.Round(elapsed.TotalSeconds, 3),
            ["stages"] = new JsonArray([.. outcome.Progress.Stages.Select(Stage)]),
            ["top_tracks"] = new JsonArray([.. TopTracks(results.Prompts[0]).Select(Track)]),
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
        ["vlm_calls"] = Calls(prompt),
        ["vlm_unanswered"] = Unanswered(prompt),
        ["top_tracks"] = new JsonArray([.. TopTracks(prompt).Select(Track)]),
        ["top_over_time"] = TopSpanReport.Json(prompt, results),
    };

    private static JsonNode Track(Row row) => new JsonObject
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

    private long Calls() => results.Prompts.Sum(Calls);

    private long Unanswered() => results.Prompts.Sum(Unanswered);

    /// <summary>Every question of a prompt: one baseline per keyframe, the coalitions, and what the curves of faithfulness needed besides.</summary>
    private static long Calls(PromptResults prompt) => prompt.Timeline.Keyframes.Sum(keyframe => 1L + keyframe.Attribution.Calls + (keyframe.Attribution.Faithfulness?.Calls ?? 0));

    private static long Unanswered(PromptResults prompt) => prompt.Timeline.Keyframes.Sum(keyframe => (long)keyframe.Attribution.Unanswered.Count);

    private IReadOnlyList<Row> TopTracks(PromptResults prompt) =>
    [
        .. prompt.Timeline.Tracks
            .Where(track => results.Tracks.ContainsKey(track.Key))
            .Select(track => Row.Of(results.Tracks[track.Key], track.Value))
            .OrderByDescending(row => row.Sum)
            .ThenBy(row => row.Span.TrackId)
            .Take(ShownTracks),
    ];

    private static string Clock(double seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)}:{seconds % 60:00.0}");

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record Row(TrackSpan Span, double Sum, double Mean, double Peak, double PeakSeconds)
    {
        public static Row Of(TrackSpan span, ImportanceTrack track)
        {
            (double Seconds, double Mean)[] samples = [.. track.Observations.Select(observation => (observation.Seconds, track.At(observation.Seconds).Mean))];
            (double Seconds, double Mean) peak = samples.MaxBy(sample => sample.Mean);
            return new Row(span, samples.Sum(sample => sample.Mean), samples.Average(sample => sample.Mean), peak.Mean, peak.Seconds);
        }
    }
}
