using System.Text.Json;
using Microsoft.Extensions.Logging;
using PixelShap.Masking;
using PixelShap.Video.Files;
using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Coco;

namespace PixelShap.Video.Vision.Segmentation.Precomputed;

/// <summary>Takes the objects from a COCO file that was made before, frame by frame.</summary>
internal sealed partial class PrecomputedSegmenter : ISegmenter
{
    private readonly string _path;
    private readonly Dictionary<long, CocoImage> _frames;
    private readonly ILookup<long, CocoAnnotation> _annotations;
    private readonly Dictionary<int, (string Name, bool IsKept)> _classes;
    private readonly SegmenterOptions _options;
    private readonly ILogger _logger;
    private int _warned;

    internal PrecomputedSegmenter(SegmenterOptions options, ILogger logger)
    {
        _logger = logger;
        _path = options.Model;
        _options = options;
        CocoDataset dataset = CocoDataset.Load(options.Model);
        if (dataset.Categories.Count == 0)
        {
            throw new PixelShapException(ExitCode.Input, $"The COCO file '{_path}' holds no 'categories'.", "Add the classes that its annotations name.");
        }

        string[] names = [.. dataset.Categories.Select(category => category.Name)];
        bool[] kept = ClassGroups.Select(options.Classes, names);
        _classes = dataset.Categories.Select((category, i) => (category.Id, (category.Name, kept[i]))).ToDictionary();
        _frames = options.ImageName is { } name ? Still(dataset, name) : Frames(dataset, options.VideoId);
        _annotations = dataset.Annotations.ToLookup(annotation => annotation.ImageId);
    }

    /// <inheritdoc/>
    public string Name => $"precomputed ({Path.GetFileName(_path)})";

    /// <inheritdoc/>
    /// <remarks>Pixels alone do not say which image they are; only a file of one image can be used like this.</remarks>
    public IReadOnlyList<Detection> Segment(BgrImage image, CancellationToken cancellationToken) =>
        _frames.Count == 1
            ? Objects(_frames.Values.Single(), image.Width, image.Height)
            : throw new PixelShapException(
                ExitCode.Input,
                $"The masks in '{_path}' belong to {_frames.Count} images, and a picture alone does not say which one it is.",
                "Use the masks with the video they were made for, or a file of one image.");

    /// <inheritdoc/>
    public IReadOnlyList<Detection> SegmentFrame(Frame frame, CancellationToken cancellationToken) =>
        _frames.TryGetValue(frame.Index, out CocoImage? image) ? Objects(image, frame.Width, frame.Height) : [];

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>The one image that is meant.</summary>
    private Dictionary<long, CocoImage> Still(CocoDataset dataset, string name)
    {
        CocoImage[] images = dataset.Images.Count == 1
            ? [dataset.Images[0]]
            : [.. dataset.Images.Where(image => Path.GetFileName(image.FileName) == name)];
        return images.Length == 1
            ? new Dictionary<long, CocoImage> { [0] = images[0] }
            : throw new PixelShapException(
                ExitCode.Input,
                $"The masks in '{_path}' belong to {dataset.Images.Count} images, of which {(images.Length == 0 ? "none is" : $"{images.Length} are")} called {name}.",
                "Give a COCO file with one image, or one whose file_name is that of the picture.");
    }

    /// <summary>The images by frame number: <c>frame_id</c>, or where the file has none the order of the file names.</summary>
    private static Dictionary<long, CocoImage> Frames(CocoDataset dataset, long? videoId)
    {
        long?[] videos = [.. dataset.Images.Select(image => image.VideoId).Distinct()];
        if (videoId is null && videos.Length > 1)
        {
            throw new PixelShapException(
                ExitCode.Usage, $"The COCO file has {videos.Length} videos: {string.Join(", ", videos)}.",
                "Say which one with the segmenter's video id.");
        }

        CocoImage[] images = [.. dataset.Images.Where(image => videoId is null || image.VideoId == videoId)];
        if (images.Length == 0)
        {
            throw new PixelShapException(
                ExitCode.Usage, $"The COCO file has no images of video {videoId}.", "Check the segmenter's video id.");
        }

        if (images.All(image => image.FrameId is not null))
        {
            return images.GroupBy(image => image.FrameId!.Value).ToDictionary(group => group.Key, group => group.First());
        }

        return images.OrderBy(image => image.FileName, StringComparer.Ordinal).Select((image, i) => ((long)i, image)).ToDictionary();
    }

    private List<Detection> Objects(CocoImage image, int width, int height)
    {
        if (image.Width != width || image.Height != height)
        {
            throw new PixelShapException(
                ExitCode.Input,
                $"The masks in '{_path}' are for {image.Width}x{image.Height} pixels, but the picture has {width}x{height}.",
                "Give masks that were made for this input.");
        }

        var found = new List<Detection>();
        foreach (CocoAnnotation annotation in _annotations[image.Id])
        {
            float score = (float)(annotation.Score ?? 1);
            if (score < _options.ScoreThreshold || !_classes.TryGetValue(annotation.CategoryId, out (string Name, bool IsKept) category)
                || !category.IsKept)
            {
                continue;
            }

            Mask? mask = ReadMask(annotation, width, height);
            if ((annotation.ToBoundingBox() ?? BoxOf(mask)) is { } box && (mask is null ? Covers(box, width, height) : !mask.IsEmpty))
            {
                found.Add(new Detection(annotation.CategoryId, category.Name, score, box, mask));
            }
            else if (_options.ImageName is not null)
            {
                throw new PixelShapException(
                    ExitCode.Input, $"The masks in '{_path}': annotation {annotation.Id} covers no pixel of the picture.", "Correct its 'bbox' or 'segmentation', or leave it out.");
            }
            else if (Interlocked.Exchange(ref _warned, 1) == 0)
            {
                // A set of thousands may hold a few by accident.
                Log.CoversNothing(_logger, annotation.Id, _path);
            }
        }

        return [.. found.OrderByDescending(detection => detection.Score).Take(_options.MaxDetections)];
    }

    private Mask? ReadMask(CocoAnnotation annotation, int width, int height)
    {
        try
        {
            return annotation.Segmentation.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Array or JsonValueKind.Object
                ? annotation.ToMask(width, height)
                : throw new InvalidDataException("its 'segmentation' is neither a list nor an object");
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException or InvalidOperationException)
        {
            throw new PixelShapException(
                ExitCode.Input,
                $"The mask of annotation {annotation.Id} in '{_path}' cannot be read: {Cause.OfContent(exception)}.",
                "Correct the file: polygons, or run lengths with 'size' and 'counts'.",
                exception);
        }
    }

    private static bool Covers(BoundingBox box, int width, int height) =>
        box.Right > Math.Max(box.Left, 0) && box.Bottom > Math.Max(box.Top, 0) && box.Left < width && box.Top < height;

    private static BoundingBox? BoxOf(Mask? mask) =>
        mask is { IsEmpty: false, Box: var box } ? new BoundingBox(box.X, box.Y, box.Right, box.Bottom) : null;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Annotation {Annotation} in {Path} covers no pixel of its picture and is left out; others like it are left out too.")]
        internal static partial void CoversNothing(ILogger logger, long annotation, string path);
    }
}
