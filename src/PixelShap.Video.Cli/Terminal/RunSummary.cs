using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.UseCases;
using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>Prints what came out of a run: tables for people, or what <c>run.json</c> holds.</summary>
internal sealed class RunSummary(RunOutcome outcome, Wording wording)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints the tables, or with <paramref name="json"/> the JSON and nothing else, to the standard output.</summary>
    /// <param name="json">Whether to print JSON.</param>
    /// <param name="brief">Whether to print only what mattered when.</param>
    public void Show(bool json, bool brief = false)
    {
        if (json)
        {
            Console.Out.WriteLine(outcome.Run.Document.ToJsonString(Indented));
            return;
        }

        RunResults results = outcome.Run.Results;
        IAnsiConsole console = Consoles.Output();
        EventReport.Show(console, results);
        foreach (PromptResults prompt in results.Prompts)
        {
            TopSpanReport.Show(console, prompt, results, wording);
        }

        if (results.DoNotRely is { } warning)
        {
            console.MarkupLineInterpolated($"[bold red]{warning}[/]");
        }

        if (brief)
        {
            console.MarkupLineInterpolated($"Results: {outcome.Run.Directory.Path}");
            return;
        }

        foreach (PromptResults prompt in results.Prompts)
        {
            ShowTracks(console, prompt);
        }

        long dropped = outcome.Run.Document["summary"]!["dropped"]!.GetValue<long>(), calls = results.Prompts.Sum(prompt => prompt.Calls), unanswered = results.Prompts.Sum(prompt => prompt.Unanswered);
        string lost = dropped > 0 ? $", {dropped} items dropped" : "", prompts = results.Prompts.Count > 1 ? $" with {results.Prompts.Count} prompts" : "", took = string.Create(CultureInfo.InvariantCulture, $"{outcome.Elapsed.TotalSeconds:F1} s");
        console.MarkupLineInterpolated(wording.IsExpert
            ? (FormattableString)$"{results.FrameCount} frames, {results.Tracks.Count} tracks, {results.KeyframeCount} keyframes{prompts}, {calls} VLM calls{lost} in {took}"
            : $"{results.FrameCount} frames looked at, {results.Tracks.Count} road users followed, asked at {results.KeyframeCount} {(results.KeyframeCount == 1 ? "moment" : "moments")}{prompts} about {calls} pictures{lost}, in {took}");
        ShowClaims(console, outcome.Run.Document["summary"]!["claims"]!.AsObject());
        if (results.Skipped.Count > 0 || unanswered > 0)
        {
            console.MarkupLineInterpolated($"[yellow]{results.Skipped.Count} questions got no answer, and {unanswered} about pictures with something hidden: see attributions.jsonl[/]");
        }

        if (results.KeyframeCount == 0 && results.Skipped.Count == 0)
        {
            console.MarkupLine("[yellow]No question was put: the first is asked when something has been followed for a few frames, or the clip was too short for that.[/]");
        }

        console.MarkupLineInterpolated($"Segmented with {outcome.Analysis.Segmenter} ({outcome.Analysis.SegmenterChoice})");
        console.MarkupLineInterpolated($"Asked: {outcome.Analysis.Model}");
        if (outcome.Analysis.Usage is { } usage)
        {
            console.MarkupLineInterpolated($"{UsageReport.Line(usage)}");
        }

        console.MarkupLineInterpolated($"Results: {outcome.Run.Directory.Path}");
    }

    private static readonly Dictionary<string, string> s_doubted = new() { ["thing"] = "about things", ["colour"] = "about a colour", ["light"] = "about a traffic light" };

    private static void ShowClaims(IAnsiConsole console, JsonObject claims)
    {
        int unseen = claims["unseen"]!.GetValue<int>(), unsupported = claims["unsupported"]!.GetValue<int>();
        if (unseen + unsupported > 0)
        {
            string kinds = string.Join(", ", claims["doubted"]!.AsObject().Where(kind => kind.Value!.GetValue<int>() > 0).Select(kind => $"{kind.Value} {s_doubted[kind.Key]}"));
            console.MarkupLineInterpolated($"[yellow]Of {claims["all"]!.GetValue<int>()} claims in the answers {unseen} name what was not found in the picture and {unsupported} stay when all such things are hidden ({kinds}): see the report[/]");
        }
    }

    private void ShowTracks(IAnsiConsole console, PromptResults prompt)
    {
        RunResults results = outcome.Run.Results;
        IReadOnlyList<TopTrack> rows = TopTrack.Of(prompt, results);
        if (rows.Count == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns(wording.IsExpert ? ["Track", "Class", "Seen", "Sum of φ", "Peak φ", "at"] : ["Road user", "In view", "Importance at most", "at"]);
        foreach (int column in wording.IsExpert ? (int[])[3, 4, 5] : [2, 3])
        {
            table.Columns[column].RightAligned();
        }

        foreach (TopTrack row in rows.Where(row => row.IsMeasurable))
        {
            string name = Markup.Escape(row.Span.ClassName), seen = $"{Clock(row.Span.FirstSeconds)} – {Clock(row.Span.LastSeconds)}", peak = $"[bold]{wording.Value(row.Peak)}[/]", at = Clock(row.PeakSeconds);
            table.AddRow(wording.IsExpert ? [Number(row.Span.TrackId), name, seen, wording.Value(row.Sum), peak, at] : [$"{name} {Number(row.Span.TrackId)}", seen, peak, at]);
        }

        int shown = rows.Count(row => row.IsMeasurable);
        if (shown < rows.Count)
        {
            string folded = FoldedRows.Text(shown, rows.Count);
            table.AddRow(wording.IsExpert ? ["", folded] : [folded]);
        }

        string which = results.Prompts.Count > 1 ? $": {prompt.Name}" : "";
        console.MarkupLineInterpolated($"[bold]The road users that the answers depended on most{which}[/]");
        console.WriteTable(table);
    }

    private static string Clock(double seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)}:{seconds % 60:00.0}");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
