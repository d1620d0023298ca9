using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>The class under which every export names a track: the one that was settled at last, as on screen, whatever it was taken for at the time.</summary>
internal static class SettledClasses
{
    /// <summary>The class of a track in a frame.</summary>
    public static string ClassOf(this RunResults results, JournalObject item) => results.ClassOf(item.TrackId, item.ClassName);
}
