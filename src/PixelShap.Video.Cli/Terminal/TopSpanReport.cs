using System.Globalization;
using PixelShap.Video.Runs.Results;
using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>What mattered when, for people.</summary>
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
        console.WriteTable(table);
    }

    private static string Short(string answer) => answer.Length <= LongestAnswer ? answer : answer[..(LongestAnswer - 1)].TrimEnd() + "…";

    private static string Clock(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)}:{seconds % 60:00.0}");
}
