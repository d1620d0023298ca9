using System.Text.RegularExpressions;
using PixelShap.Video.Files;
using PixelShap.Video.Vision.Onnx;

namespace PixelShap.Video.Vision.Segmentation;

/// <summary>Where the names of a model's classes come from.</summary>
internal static partial class ClassNames
{
    /// <summary>The 80 classes of COCO's detection task, in the order that detectors number them.</summary>
    internal static IReadOnlyList<string> Coco { get; } =
    [
        "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light", "fire hydrant", "stop sign",
        "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "backpack",
        "umbrella", "handbag", "tie", "suitcase", "frisbee", "skis", "snowboard", "sports ball", "kite", "baseball bat", "baseball glove",
        "skateboard", "surfboard", "tennis racket", "bottle", "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple",
        "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch", "potted plant", "bed",
        "dining table", "toilet", "tv", "laptop", "mouse", "remote", "keyboard", "cell phone", "microwave", "oven", "toaster", "sink",
        "refrigerator", "book", "clock", "vase", "scissors", "teddy bear", "hair drier", "toothbrush",
    ];

    /// <summary>COCO's classes where the original category numbers, 1 to 90 with gaps, are the indices, as DETR has them.</summary>
    internal static IReadOnlyList<string> CocoCategories { get; } = WithGaps([0, 12, 26, 29, 30, 45, 66, 68, 69, 71, 83]);

    /// <summary>The names of a model with <paramref name="count"/> classes: from the file given, from the metadata, or COCO's.</summary>
    internal static IReadOnlyList<string> For(OnnxModel model, int count, string? file)
    {
        if (file is not null)
        {
            string[] lines = ReadLines(file);
            return lines.Length == count
                ? lines
                : throw new PixelShapException(
                    ExitCode.Usage,
                    $"The file '{file}' has {lines.Length} class names, but the model '{model.Path}' has {count} classes.",
                    "Give one name per line, in the order of the model's classes.");
        }

        if (model.Metadata.TryGetValue("names", out string? text) && ParseMetadata(text, count) is { } names)
        {
            return names;
        }

        return count == Coco.Count ? Coco
            : count == CocoCategories.Count ? CocoCategories
            : [.. Enumerable.Range(0, count).Select(i => $"class {i}")];
    }

    /// <summary>The number of names in the metadata; null where there are none.</summary>
    internal static int? CountInMetadata(OnnxModel model) =>
        model.Metadata.TryGetValue("names", out string? text) && Entry().Count(text) is > 0 and int count ? count : null;

    /// <summary>Reads a Python dictionary of names, <c>{0: 'person', 1: "driver's seat"}</c>; null unless it names 0 to count −
    /// 1.</summary>
    internal static string[]? ParseMetadata(string text, int count)
    {
        var names = new string?[count];
        foreach (Match match in Entry().Matches(text))
        {
            if (int.TryParse(match.Groups["id"].Value, out int id) && id < count)
            {
                names[id] = match.Groups["name"].Value.Replace("\\'", "'", StringComparison.Ordinal);
            }
        }

        return names.Contains(null) ? null : [.. names.OfType<string>()];
    }

    private static string[] WithGaps(int[] gaps)
    {
        var names = new List<string>(Coco);
        foreach (int gap in gaps)
        {
            names.Insert(gap, $"class {gap}");
        }

        return [.. names];
    }

    private static string[] ReadLines(string file)
    {
        try
        {
            return [.. RegularFile.ReadLines(file, 1 << 20).Select(line => line.Trim()).Where(line => line.Length > 0)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Usage, $"The class names '{file}' cannot be read.", "Check the path.", exception);
        }
    }

    [GeneratedRegex("""["']?(?<id>\d+)["']?\s*:\s*(?:'(?<name>(?:[^'\\]|\\.)*)'|"(?<name>(?:[^"\\]|\\.)*)")""")]
    private static partial Regex Entry();
}
