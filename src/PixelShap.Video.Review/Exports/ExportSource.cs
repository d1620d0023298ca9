using PixelShap.Video.Clips;
using PixelShap.Video.Runs;

namespace PixelShap.Video.Review.Exports;

/// <summary>What exports are made of.</summary>
/// <param name="Results">What was found, from the journal.</param>
/// <param name="Clip">What the clip says of itself: time, device, places.</param>
public sealed record ExportSource(RunResults Results, ClipFacts Clip);
