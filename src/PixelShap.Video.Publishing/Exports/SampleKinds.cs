using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>The names of kinds in the exports.</summary>
internal static class SampleKinds
{
    /// <summary>Where an object in a frame comes from: seen, carried there from frames that the network saw, or filled in between two sights.</summary>
    public static string SourceOf(JournalFrame frame, JournalObject item) => item.IsFilled ? "filled" : frame.IsCarried ? "carried" : "seen";

    public static string NameOf(SampleKind kind) => kind switch
    {
        SampleKind.Observed => "observed",
        SampleKind.Interpolated => "interpolated",
        SampleKind.Extrapolated => "extrapolated",
        _ => "none",
    };
}
