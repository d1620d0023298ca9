using PixelShap.Video.Importance;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>The names of sample kinds in the exports.</summary>
internal static class SampleKinds
{
    public static string NameOf(SampleKind kind) => kind switch
    {
        SampleKind.Observed => "observed",
        SampleKind.Interpolated => "interpolated",
        SampleKind.Extrapolated => "extrapolated",
        _ => "none",
    };
}
