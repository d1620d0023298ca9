using PixelShap.Video.Journal;
using PixelShap.Video.Runs;

namespace PixelShap.Video.Review.Exports;

/// <summary>The class under which every export names a track: the one that was settled at last, as on screen, whatever it was taken for at the time.</summary>
internal static class SettledClasses
{
    /// <summary>The class of a track in a frame.</summary>
    public static string ClassOf(this RunResults results, JournalObject item) => AnnotatedVideo.ClassOf(results, item.TrackId, item.ClassName);

    /// <summary>A keyframe whose players of one track have its class; a group keeps its name.</summary>
    public static JournalKeyframe Settled(this RunResults results, JournalKeyframe keyframe) => keyframe with
    {
        Players =
        [
            .. keyframe.Players.Select(player => player.TrackIds.Count == 1
                ? player with { ClassName = AnnotatedVideo.ClassOf(results, player.TrackIds[0], player.ClassName) }
                : player),
        ],
    };
}
