using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Evaluation.Importance;

/// <summary>A picture of the evaluation with questions about it.</summary>
/// <param name="Source">The clip or the image file, for reports.</param>
/// <param name="Seconds">The time in the clip; 0 for a still.</param>
/// <param name="Image">The pixels; valid while the picture is played.</param>
/// <param name="Objects">The objects that may be hidden.</param>
/// <param name="Questions">The questions, at least one.</param>
public sealed record ImportancePicture(
    string Source, double Seconds, BgrImage Image, IReadOnlyList<ImportanceObject> Objects, IReadOnlyList<ImportanceQuestion> Questions)
{
    /// <summary>The true objects, which may be others than those that may be hidden. The default value is none.</summary>
    public IReadOnlyList<ImportanceObject> Truth { get; init; } = [];
}

/// <summary>An object of a picture.</summary>
/// <param name="Name">What it is, for reports.</param>
/// <param name="Detection">Class, box and pixels, as if a network had seen it; it has a mask.</param>
public sealed record ImportanceObject(string Name, Detection Detection)
{
    /// <summary>What it shows, for example <c>red</c> of a traffic light; null for what shows nothing. The default value is null.</summary>
    public string? State { get; init; }

    /// <summary>Its pixels.</summary>
    public Mask Mask => Detection.Mask!;

    /// <summary>An object that may have a box only, which then stands for its pixels.</summary>
    public static ImportanceObject Of(string name, Detection detection, int imageWidth, int imageHeight)
    {
        ArgumentNullException.ThrowIfNull(detection);
        return new ImportanceObject(
            name, detection with { Mask = detection.Mask ?? Mask.FromBox(imageWidth, imageHeight, detection.Box.ToPixels(imageWidth, imageHeight)) });
    }
}

/// <summary>A question and what its answer hangs on.</summary>
/// <param name="Prompt">The question.</param>
/// <param name="Target">The true object that the answer hangs on; null when it hangs on none.</param>
public sealed record ImportanceQuestion(string Prompt, ImportanceObject? Target);

/// <summary>One ranking by one strategy.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Question">The question.</param>
/// <param name="Region">What was hidden of a hidden object.</param>
/// <param name="Strategy">The estimator, or the baseline <c>largest</c> or <c>central</c>.</param>
/// <param name="Answer">The answer to the whole picture.</param>
/// <param name="Players">The names of the players.</param>
/// <param name="Values">A value per player; an importance φ for estimators.</param>
/// <param name="Trial">The judgement.</param>
public sealed record ImportanceTrial(
    ImportancePicture Picture,
    ImportanceQuestion Question,
    MaskingRegion Region,
    string Strategy,
    string Answer,
    IReadOnlyList<string> Players,
    IReadOnlyList<double> Values,
    Games.TargetTrial Trial);
