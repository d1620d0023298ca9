using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Results;

/// <summary>What a run found with one of its prompts.</summary>
/// <param name="Name">The name of the prompt.</param>
/// <param name="Timeline">Importance over time.</param>
/// <param name="Skipped">The keyframes whose whole image got no answer, in order of time.</param>
public sealed record PromptResults(string Name, ImportanceTimeline Timeline, IReadOnlyList<JournalSkippedKeyframe> Skipped)
{
    /// <summary>Every question: one baseline per keyframe, the coalitions, and what the curves of faithfulness needed besides.</summary>
    public long Calls => Timeline.Keyframes.Sum(keyframe => 1L + keyframe.Attribution.Calls + (keyframe.Attribution.Faithfulness?.Calls ?? 0) + keyframe.Attribution.ControlCalls);

    /// <summary>The coalitions that got no answer.</summary>
    public long Unanswered => Timeline.Keyframes.Sum(keyframe => (long)keyframe.Attribution.Unanswered.Count);
}
