using PixelShap.Video.Vision.Onnx;

namespace PixelShap.Video.Vision.Segmentation;

/// <summary>Which model finds the objects, and which of them are kept.</summary>
public sealed record SegmenterOptions
{
    /// <summary>The .onnx file, or the COCO JSON file of masks that were made before.</summary>
    public required string Model { get; init; }

    /// <summary>The kind of model by name, or <c>auto</c> to recognise it from the file. The default value is <c>auto</c>.</summary>
    public string Kind { get; init; } = "auto";

    /// <summary>The image encoder of a promptable mask model (SAM, SAM 2, MobileSAM), which then makes the mask of every box. The default
    /// value is null: the model's own masks.</summary>
    public string? MaskEncoder { get; init; }

    /// <summary>The mask decoder that belongs to <see cref="MaskEncoder"/>. The default value is null.</summary>
    public string? MaskDecoder { get; init; }

    /// <summary>Which video of a COCO file of masks belongs to the input, by number. The default value is null: the only one.</summary>
    public long? VideoId { get; init; }

    /// <summary>Which image of a COCO file of masks is meant, by its file name without folders, where the file has more than one. The default value
    /// is null: the frames of a video, or the only image.</summary>
    public string? ImageName { get; init; }

    /// <summary>Provider, threads and device.</summary>
    public OnnxModelOptions Runtime { get; init; } = new();

    /// <summary>The lowest score kept, 0 to 1. The default value is 0.35.</summary>
    public float ScoreThreshold { get; init; } = 0.35f;

    /// <summary>Of two boxes of one class that overlap by more than this IoU, the one with the lower score goes. The default value is
    /// 0.5.</summary>
    public float NmsIoU { get; init; } = 0.5f;

    /// <summary>The most objects kept per image, those with the highest scores. The default value is 100.</summary>
    public int MaxDetections { get; init; } = 100;

    /// <summary>The classes kept, by name or by group (<see cref="ClassGroups"/>); <c>all</c> keeps every class. The default value is the
    /// group <c>road-users</c>.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [ClassGroups.RoadUsers];

    /// <summary>A text file with one class name per line, for models whose metadata has none. The default value is null: the metadata, else
    /// COCO's 80 classes.</summary>
    public string? ClassNamesFile { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="PixelShapException">A value is out of range.</exception>
    public void Validate()
    {
        Require(ScoreThreshold is >= 0 and <= 1, $"The score threshold {ScoreThreshold} is not between 0 and 1.");
        Require(NmsIoU is >= 0 and <= 1, $"The NMS IoU {NmsIoU} is not between 0 and 1.");
        Require(MaxDetections > 0, $"The largest number of detections {MaxDetections} is not positive.");
        Require(Runtime.Threads >= 0, $"The number of threads {Runtime.Threads} is negative.");
        Require(Classes.Count > 0, "The list of classes is empty.");
        Require(MaskEncoder is null == MaskDecoder is null, "A promptable mask model needs both its encoder and its decoder.");
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new PixelShapException(ExitCode.Usage, message, "Correct the segmenter's options.");
        }
    }
}
