using PixelShap.Video.Frames;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>Draws the title card of a comparison: what was asked in either run, in what they differ, how far their rankings agree, how to read the rest.</summary>
internal sealed class ComparisonCard(ReviewOptions options, Comparison comparison, ComparedRuns runs)
{
    private const int MostDifferences = 4;

    internal void Draw(Frame output, Frame background, double from, double to)
    {
        SceneTheme theme = options.Drawing.Theme;
        using var page = new CardPage(output.Width, output.Height, options.Drawing);
        ReviewPlan plan = ReviewPlan.Whole(comparison.First, from, to, freeze: false);
        double font = page.Font;
        (string a, string b) = (Question(comparison.First), Question(comparison.Second));

        // The questions stand above already.
        string[] differences = [.. runs.Differences.Where(difference => a == b || !difference.StartsWith("prompt", StringComparison.Ordinal))];
        page.Draw(output, background, column =>
        {
            column.Line("COMPARISON OF TWO RUNS", font * 0.68, FontWeight.SemiBold, theme.MutedText);
            column.Space(font * 0.3);
            column.Paragraph([new TextSpan(options.ClipName)], font * 1.6, FontWeight.SemiBold, theme.Text, 2);
            column.Space(font * 0.3);
            foreach (string line in FactTexts.Of(options, plan))
            {
                column.Line(line, font * 0.86, FontWeight.Regular, theme.Text);
            }

            column.Space(font);
            Label(column, a == b ? "The question to both" : "The questions");
            if (a == b)
            {
                column.Paragraph([new TextSpan(a)], font, FontWeight.Medium, theme.Text, 2);
            }
            else
            {
                Lettered(column, "A", a, 2);
                Lettered(column, "B", b, 2);
            }

            if (differences.Length > 0 || a == b)
            {
                column.Space(font * 0.8);
                Label(column, "What is different");
            }

            if (differences.Length == 0 && a == b)
            {
                Lettered(column, "A", runs.NameA, 1);
                Lettered(column, "B", runs.NameB, 1);
            }

            foreach (string difference in differences.Take(MostDifferences))
            {
                column.Paragraph([new TextSpan(difference)], font * 0.9, FontWeight.Regular, theme.Text, 2);
            }

            if (differences.Length > MostDifferences)
            {
                column.Line($"and {differences.Length - MostDifferences} more settings", font * 0.9, FontWeight.Regular, theme.MutedText);
            }

            column.Space(font * 0.8);
            Label(column, "How far the rankings agree");
            column.Paragraph([new TextSpan(comparison.Summary(from, to).ToString())], font, FontWeight.Medium, theme.Text, 3);
            column.Space(font * 0.8);
            column.Paragraph(
                [new TextSpan("Below the pictures: who mattered in A, left, and in B, right, joined by lines; ▲ and ▼ say by how many ranks somebody rose or fell.")],
                font * 0.76, FontWeight.Regular, theme.MutedText, 2);
        });

        void Label(CardColumn column, string text)
        {
            column.Line(text, font * 0.72, FontWeight.Medium, theme.MutedText);
            column.Space(font * 0.15);
        }

        void Lettered(CardColumn column, string letter, string text, int lines)
        {
            CardColumn beside = column.Beside(font * 1.6);
            beside.Paragraph([new TextSpan(text)], font, FontWeight.Medium, theme.Text, lines);
            column.Line(letter, font, FontWeight.SemiBold, theme.Accent);
            column.Space(beside.Y - column.Y);
        }
    }

    private static string Question(RunResults run) => run.Timeline.Keyframes.Select(keyframe => keyframe.Prompt).FirstOrDefault("none was answered");
}

/// <summary>What two compared runs are called.</summary>
/// <param name="NameA">What is special about the first run, for people.</param>
/// <param name="NameB">What is special about the second run.</param>
/// <param name="Differences">The settings in which they differ, one sentence each.</param>
public sealed record ComparedRuns(string NameA, string NameB, IReadOnlyList<string> Differences);
