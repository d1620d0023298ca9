using PixelShap.Video.Language;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Runs.UseCases;

/// <summary>Who analysed, and what it took.</summary>
/// <param name="Progress">The counts of every stage.</param>
/// <param name="Segmenter">The segmenter's name.</param>
/// <param name="Provider">What computed its networks; null where it has none.</param>
/// <param name="SegmenterChoice">Why this segmentation model.</param>
/// <param name="Model">Who was asked.</param>
/// <param name="Usage">What the model took; null for one that costs nothing.</param>
public sealed record AnalysisOutcome(
    AnalysisProgress Progress, string Segmenter, ExecutionProvider? Provider, string SegmenterChoice, string Model, ModelUsage? Usage)
{
    /// <summary>What was known of the own car; null where nothing was left out for it.</summary>
    public OwnCar? Own { get; init; }
}
