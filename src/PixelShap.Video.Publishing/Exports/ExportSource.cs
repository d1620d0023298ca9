using PixelShap.Video.Clips;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>What exports are made of.</summary>
/// <param name="Results">What was found, from the journal.</param>
/// <param name="Clip">What the clip says of itself: time, device, places.</param>
public sealed record ExportSource(RunResults Results, ClipFacts Clip)
{
    /// <summary>The time of the run, in seconds, at which its annotated video begins: subtitles go by the clock of that video. The default value is 0.</summary>
    public double VideoOrigin { get; init; }
}
