using PixelShap.Video.Importance;
using PixelShap.Video.Journal;
using PixelShap.Video.Runs;

namespace PixelShap.Video.Review.Reports;

/// <summary>One question of a run with everything that it found.</summary>
/// <param name="Name">What the question is called; empty where a run has only one.</param>
/// <param name="Text">The question.</param>
/// <param name="Timeline">Importance over time, and the keyframes.</param>
/// <param name="Skipped">The keyframes whose whole picture got no answer.</param>
internal sealed record ReportPrompt(string Name, string Text, ImportanceTimeline Timeline, IReadOnlyList<JournalSkippedKeyframe> Skipped)
{
    /// <summary>The questions of a run.</summary>
    public static IReadOnlyList<ReportPrompt> Of(RunResults results)
    {
        string text = results.Timeline.Keyframes.Select(keyframe => keyframe.Prompt).Concat(results.Skipped.Select(skipped => skipped.Prompt)).FirstOrDefault("");
        return [new ReportPrompt("", text, results.Timeline, results.Skipped)];
    }
}
