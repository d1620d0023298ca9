using System.Globalization;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Runs.Results;
using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>What mattered when, for people.</summary>
internal static class TopSpanReport
{
    private const int LongestAnswer = 110;

    public static void Show(IAnsiConsole console, PromptResults prompt, RunResults results, Wording wording)
    {
        IReadOnlyList<TopSpan> spans = TopSpan.Of(prompt, results);
        if (spans.Count == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Time", "Mattered most", wording.Head("Mean φ", "Importance"), "Answer");
        table.Columns[0].NoWrap();
        table.Columns[2].RightAligned();
        foreach (TopSpan span in spans)
        {
            table.AddRow(
                $"{Clock(span.From)} – {Clock(span.To)}",
                span.TrackId is { } track ? $"[bold]{Markup.Escape(span.ClassName)} {track.ToString(CultureInfo.InvariantCulture)}[/]{Beside(span.Verdict)}"
                    : span.Region is { } region ? $"[bold]{Markup.Escape(region.Name)}[/]"
                    : Without(span.Verdict),
                span.TrackId is null && span.Region is null ? "" : wording.Value(span.Mean),
                Markup.Escape(Short(span.Answer)));
        }

        console.MarkupLineInterpolated($"[bold]{prompt.Timeline.Keyframes[0].Prompt}[/]");
        console.WriteTable(table);
    }

    /// <summary>What else the answer rested on, or why the object is not all there is to it.</summary>
    private static string Beside(VerdictKind verdict) => verdict switch
    {
        VerdictKind.Scene => ", less than on the scene",
        VerdictKind.Alternatives => " or others alike",
        VerdictKind.Wording or VerdictKind.Nothing => ", hardly",
        VerdictKind.Unrepeatable => ", cannot be told",
        _ => "",
    };

    /// <summary>What stands where neither an object nor a region was on top.</summary>
    private static string Without(VerdictKind verdict) => verdict switch
    {
        VerdictKind.Scene => "the scene as a whole",
        VerdictKind.Alternatives => "several alike",
        VerdictKind.Wording => "the same without a picture",
        VerdictKind.Unrepeatable => "cannot be told",
        _ => "nothing in particular",
    };

    private static string Short(string answer) => answer.Length <= LongestAnswer ? answer : answer[..(LongestAnswer - 1)].TrimEnd() + "…";

    private static string Clock(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)}:{seconds % 60:00.0}");
}
