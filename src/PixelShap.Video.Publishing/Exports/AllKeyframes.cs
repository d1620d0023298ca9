using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>The keyframes of all prompts.</summary>
internal static class AllKeyframes
{
    /// <summary>The valued keyframes in order of time, those of one frame in the order of the prompts. Tracks have the classes that were settled at last.</summary>
    public static IEnumerable<JournalKeyframe> Keyframes(this RunResults results) =>
        results.Prompts.SelectMany(prompt => prompt.Timeline.Keyframes).OrderBy(keyframe => keyframe.Frame).Select(results.Settled);
}
