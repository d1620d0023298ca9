using System.Text.Json.Nodes;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Sharing;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Drives;
using PixelShap.Video.Media.Files;
using PixelShap.Video.Media.Writing;
using PixelShap.Video.Rendering.Reviews;
using PixelShap.Video.Rendering.Sharing;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;
using Spectre.Console;

namespace PixelShap.Video.Cli.Reviews;

/// <summary>The whole of <c>pixelshap review --compare</c>.</summary>
internal static class ComparisonRun
{
    private const int NamedSettings = 2, LongestValue = 32;
    private static readonly string[] MostTelling = ["prompt", "vlm.", "attribution.", "segmenter."];
    private static readonly string[] WithoutInterest = ["video.", "live.", "exports", "report", "segmenter.threads", "segmenter.provider", "vlm.cache", "vlm.limits", "vlm.retry"];

    public static async Task<int> RunAsync(ReviewRequest request, string other, string? otherPrompt)
    {
        IAnsiConsole console = Consoles.Error();
        using var interruption = new Interruption(() => console.WriteLine("Stopping."));
        RecordedRun first = RecordedRun.Open(request.Run).Showing(request.Prompt), second = RecordedRun.Open(other).Showing(otherPrompt);
        var comparison = Comparison.Of(first.Results, second.Results);
        ClipInput clip = await first.FindSameClipAsync(request.Input, interruption.Stop);
        BlurSession? session = request.Blur is { } rules ? BlurSession.Begin(console, rules, request.FaceModel, first, second) : null;
        RunWarnings.Show(console, first, "the review");
        RunWarnings.Show(console, second, "the review");
        (double from, double to) = ReviewRun.Stretch(first.Results, request);
        (_, double end) = ReviewRun.Stretch(second.Results, request);
        to = Math.Min(to, end);
        string output = request.Output ?? first.Directory.File("comparison.mp4");
        first.Protect(output, clip);
        second.Protect(output, clip);
        BlurPlan? blur = session is null ? null : await session.PlanAsync(clip, first.Reading, from, to, interruption.Stop);
        BlurredFile file = await BlurredFile.ForAsync(output, blur, request.Yes);
        first.Protect(file.Path, clip);
        second.Protect(file.Path, clip);
        var options = new ReviewOptions { ClipName = Path.GetFileName(first.Results.Header.Input), Clip = await ReviewRun.ClipOf(first, clip, interruption.Stop), Slow = request.Slow, Title = request.Title, Blur = blur };
        ComparedRuns names = Names(first, second, request.Prompt, otherPrompt);
        var video = new ComparisonVideo(comparison, options, names);
        await using IRecordedFrames source = await Recordings.OpenAsync(
            clip,
            FfmpegMedia.Options(first.Reading) with
            {
                Format = PixelFormat.Yuv420,
                FromSeconds = request.From is null ? null : from - ReviewVideo.Room,
                ToSeconds = request.To is null ? null : to + ReviewVideo.Room,
                Size = video.PictureSize,
            },
            interruption.Stop);
        bool hasSound = !request.Mute && request.Slow <= 1;
        VideoWriterOptions writing = FfmpegMedia.Options(new VideoConfiguration()) with
        {
            AudioSource = hasSound ? clip : null,
            Pieces = hasSound ? [new AudioPiece(from, to, video.TitleSeconds)] : [],
        };
        await using FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(file.Path, writing, interruption.Stop);
        long drawn = 0;
        await new ProgressDisplay(console, TimeProvider.System).ShowAsync(
            () => RunProgress.Of("drawing", Interlocked.Read(ref drawn)),
            () => video.DrawAsync(source, from, to, writer, done => Interlocked.Exchange(ref drawn, done), interruption.Stop));
        string written = file.Settle(console, request.Json);
        Show(request, comparison, names.Differences, video, from, to, written, blur);
        return (int)(written == output ? ExitCode.Done : ExitCode.Failed);
    }

    private static void Show(
        ReviewRequest request, Comparison comparison, IReadOnlyList<string> differences, ComparisonVideo video, double from, double to, string output, BlurPlan? blur)
    {
        ComparisonSummary summary = comparison.Summary(from, to);
        if (request.Json)
        {
            var document = new JsonObject
            {
                ["schema"] = 1,
                ["video"] = Path.GetFullPath(output),
                ["width"] = video.Width,
                ["height"] = video.Height,
                ["differences"] = new JsonArray([.. differences.Select(difference => (JsonNode)difference)]),
                ["moments"] = summary.Moments,
                ["same_first"] = summary.SameFirst,
                ["mean_rank_correlation"] = double.IsFinite(summary.MeanCorrelation) ? Math.Round(summary.MeanCorrelation, 6) : null,
                ["rankings"] = new JsonArray([.. comparison.RankedMoments(from, to).Select(moment => (JsonNode)new JsonObject
                {
                    ["t"] = Math.Round(moment.Seconds, 6),
                    ["objects"] = new JsonArray([.. moment.Changes.Select(change => (JsonNode)new JsonObject
                    {
                        ["track_a"] = change.TrackA,
                        ["track_b"] = change.TrackB,
                        ["class"] = change.ClassName,
                        ["phi_a"] = Math.Round(change.ValueA, 6),
                        ["phi_b"] = Math.Round(change.ValueB, 6),
                        ["rank_a"] = change.RankA,
                        ["rank_b"] = change.RankB,
                    })]),
                })]),
                ["blur"] = BlurredFile.ToJson(blur),
            };
            Console.Out.WriteLine(document.ToJsonString(ReviewRun.Indented));
            return;
        }

        IAnsiConsole console = Consoles.Output();
        foreach (string difference in differences)
        {
            console.MarkupLineInterpolated($"{difference}");
        }

        console.MarkupLineInterpolated($"{summary}");
        console.MarkupLineInterpolated($"Comparison: {Path.GetFullPath(output)} ({video.Width}x{video.Height})");
    }

    /// <summary>What to call the runs: the settings in which they differ, or their directories; and all those settings.</summary>
    private static ComparedRuns Names(RecordedRun first, RecordedRun second, string? promptA, string? promptB)
    {
        Dictionary<string, string> a = Flatten(first.Document["configuration"], ""), b = Flatten(second.Document["configuration"], "");
        string[] keys = [.. a.Keys.Union(b.Keys).Where(key => a.GetValueOrDefault(key) != b.GetValueOrDefault(key)
            && !Array.Exists(WithoutInterest, prefix => key.StartsWith(prefix, StringComparison.Ordinal)))
            .OrderBy(key => Array.FindIndex(MostTelling, prefix => key.StartsWith(prefix, StringComparison.Ordinal)) is >= 0 and var place ? place : MostTelling.Length)
            .ThenBy(key => key, StringComparer.Ordinal)];
        string[] differences = [.. keys.Select(key => $"{key}: {a.GetValueOrDefault(key, "–")} in A, {b.GetValueOrDefault(key, "–")} in B")];
        if (promptA != promptB)
        {
            return new ComparedRuns(promptA ?? first.Results.Prompts[0].Name, promptB ?? second.Results.Prompts[0].Name, differences);
        }

        return keys.Length == 0
            ? new ComparedRuns(Path.GetFileName(first.Directory.Path), Path.GetFileName(second.Directory.Path), differences)
            : new ComparedRuns(Describe(a), Describe(b), differences);

        string Describe(Dictionary<string, string> settings) =>
            string.Join(", ", keys.Take(NamedSettings).Select(key => $"{key.Split('.')[^1]} {Short(settings.GetValueOrDefault(key, "–"))}"))
            + (keys.Length > NamedSettings ? $" and {keys.Length - NamedSettings} more" : "");
    }

    private static string Short(string value) => value.Length <= LongestValue ? value : $"{value[..LongestValue].TrimEnd()}…";

    private static Dictionary<string, string> Flatten(JsonNode? node, string path)
    {
        if (node is not JsonObject section)
        {
            return path.Length == 0 ? [] : new Dictionary<string, string> { [path] = node is JsonValue value ? value.ToString() : node?.ToJsonString() ?? "" };
        }

        return section.SelectMany(pair => Flatten(pair.Value, path.Length == 0 ? pair.Key : $"{path}.{pair.Key}")).ToDictionary(pair => pair.Key, pair => pair.Value);
    }
}
