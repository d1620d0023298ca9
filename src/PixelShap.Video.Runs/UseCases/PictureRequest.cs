using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Runs.UseCases;

/// <summary>What is asked about which picture.</summary>
/// <param name="Configuration">The settings.</param>
/// <param name="BaseDirectory">Where relative paths in them start.</param>
/// <param name="Image">The picture, JPEG or PNG.</param>
/// <param name="Output">The directory for the results.</param>
public sealed record PictureRequest(PipelineConfiguration Configuration, string BaseDirectory, string Image, string Output)
{
    /// <summary>The question, or the name of a prompt of the settings; null for the prompt that pictures show.</summary>
    public string? Prompt { get; init; }

    /// <summary>The object whose value is divided among its attributes, by class and number such as <c>car 3</c>, or <see cref="TopObject"/>; null for none.</summary>
    public string? Attributes { get; init; }

    /// <summary>Stands for the most important object.</summary>
    public const string TopObject = "top";

    /// <summary>Whether the words of the question are valued together with the objects. The default value is false.</summary>
    public bool Words { get; init; }

    /// <summary>A COCO file with objects of the user's own; null for those that the segmenter finds.</summary>
    public string? Masks { get; init; }
}

/// <summary>An explained picture.</summary>
/// <param name="Directory">Where the results are.</param>
/// <param name="Explanation">What the answer rested on.</param>
/// <param name="Usage">What the model took; null for one that costs nothing.</param>
public sealed record ExplainedPicture(RunDirectory Directory, Explanation Explanation, ModelUsage? Usage);
