using System.Globalization;
using System.Text.Json.Nodes;
using PixelShap.Video.Runs.Results;
using Spectre.Console;

namespace PixelShap.Video.Cli.Joining;

/// <summary>What mattered when, for people and for <c>run.json</c>.</summary>
internal static class TopSpanReport
{
    private const int LongestAnswer = 110;

    public static void Show(IAnsiConsole console, PromptResults prompt, RunResults results)
    {
        IReadOnlyList<TopSpan> spans = TopSpan.Of(prompt, results);
        if (spans.Count == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Time", "Mattered most", "Mean φ", "Answer");
        table.Columns[0].NoWrap();
        table.Columns[2].RightAligned();
        foreach (TopSpan span in spans)
        {
            table.AddRow(
                $"{Clock(span.From)} – {Clock(span.To)}",
                span.TrackId is { } track ? $"[bold]{Markup.Escape(span.ClassName)} {track.ToString(CultureInfo.InvariantCulture)}[/]" : "nothing in particular",
                span.TrackId is null ? "" : span.Mean.ToString("+0.000", CultureInfo.InvariantCulture),
                Markup.Escape(Short(span.Answer)));
        }

        console.MarkupLineInterpolated($"[bold]{prompt.Timeline.Keyframes[0].Prompt}[/]");
        console.Write(table);
    }

    public static JsonArray Json(PromptResults prompt, RunResults results) => new([.. TopSpan.Of(prompt, results).Select(span => new JsonObject
    {
        ["from_seconds"] = Math.Round(span.From, 3),
        ["to_seconds"] = Math.Round(span.To, 3),
        ["track"] = span.TrackId,
        ["class"] = span.TrackId is null ? null : span.ClassName,
        ["mean"] = Math.Round(span.Mean, 6),
        ["answer"] = span.Answer,
    })]);

    private static string Short(string answer) => answer.Length <= LongestAnswer ? answer : answer[..(LongestAnswer - 1)].TrimEnd() + "…";

    private static string Clock(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)}:{seconds % 60:00.0}");
}
