using System.Text.Json;
using System.Text.Json.Serialization;
using PixelShap.Masking;
using PixelShap.Video.Files;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Vision.Coco;

/// <summary>A COCO file of images and objects, boxes and masks, for still images or the frames of videos.</summary>
public sealed class CocoDataset
{
    private const double LargestCoordinate = 1e6;

    /// <summary>The images.</summary>
    [JsonPropertyName("images")]
    public IReadOnlyList<CocoImage> Images { get; init => field = value ?? []; } = [];

    /// <summary>The objects in them.</summary>
    [JsonPropertyName("annotations")]
    public IReadOnlyList<CocoAnnotation> Annotations { get; init => field = value ?? []; } = [];

    /// <summary>The names of the classes.</summary>
    [JsonPropertyName("categories")]
    public IReadOnlyList<CocoCategory> Categories { get; init => field = value ?? []; } = [];

    /// <summary>What the tracks of a video are; empty where the file does not say.</summary>
    [JsonPropertyName("tracks")]
    public IReadOnlyList<CocoTrack> Tracks { get; init => field = value ?? []; } = [];

    /// <summary>Questions about a video, with the track that the answer hangs on over time; empty where there are none.</summary>
    [JsonPropertyName("prompts")]
    public IReadOnlyList<CocoPrompt> Prompts { get; init => field = value ?? []; } = [];

    /// <summary>Questions about single images, with the object that the answer hangs on; empty where there are none.</summary>
    [JsonPropertyName("questions")]
    public IReadOnlyList<CocoQuestion> Questions { get; init => field = value ?? []; } = [];

    // The annotations of COCO's 118,000 training images take 450 MB.
    private const long MostBytes = 1L << 30;

    /// <summary>Reads a file.</summary>
    /// <exception cref="PixelShapException">The file is missing or is not COCO JSON.</exception>
    public static CocoDataset Load(string path)
    {
        try
        {
            using FileStream stream = RegularFile.Open(path, MostBytes);
            CocoDataset dataset = JsonSerializer.Deserialize(stream, CocoJson.Default.CocoDataset) ?? throw new JsonException("it holds null");
            dataset.Check();
            return dataset;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new PixelShapException(
                ExitCode.Input,
                $"The COCO file '{path}' cannot be read: {Cause.Of(exception)}.",
                Cause.RemedyOf(exception, "Give a JSON object with 'images', 'annotations' and 'categories'."),
                exception);
        }
    }

    private void Check()
    {
        (string Name, IEnumerable<object?> Items)[] lists =
            [("images", Images), ("annotations", Annotations), ("categories", Categories), ("tracks", Tracks), ("prompts", Prompts), ("questions", Questions)];
        if (lists.FirstOrDefault(list => list.Items.Contains(null)).Name is { } name)
        {
            throw new JsonException($"'{name}' holds null");
        }

        if (Categories.FirstOrDefault(category => category.Name is null) is { } nameless)
        {
            throw new JsonException($"category {nameless.Id} has no 'name'");
        }

        if (Categories.CountBy(category => category.Id).FirstOrDefault(id => id.Value > 1) is { Value: > 1 } category)
        {
            throw new JsonException($"'categories' has the id {category.Key} more than once.");
        }

        if (Images.CountBy(image => image.Id).FirstOrDefault(id => id.Value > 1) is { Value: > 1 } image)
        {
            throw new JsonException($"'images' has the id {image.Key} more than once.");
        }

        if (Annotations.FirstOrDefault(annotation => annotation.Box?.Any(value => !(Math.Abs(value) <= LargestCoordinate)) == true) is { } wrong)
        {
            throw new JsonException($"the box of annotation {wrong.Id} is not in pixels");
        }
    }
}

/// <summary>An image of a COCO file.</summary>
public sealed record CocoImage
{
    /// <summary>The number that annotations refer to.</summary>
    [JsonPropertyName("id")]
    public long Id { get; init; }

    /// <summary>The file, relative to the folder of images.</summary>
    [JsonPropertyName("file_name")]
    public string FileName { get; init; } = "";

    /// <summary>Pixels in a row.</summary>
    [JsonPropertyName("width")]
    public int Width { get; init; }

    /// <summary>Rows.</summary>
    [JsonPropertyName("height")]
    public int Height { get; init; }

    /// <summary>The video that the image is a frame of; null for a still.</summary>
    [JsonPropertyName("video_id")]
    public long? VideoId { get; init; }

    /// <summary>The number of the frame in its video, from 0; null for a still.</summary>
    [JsonPropertyName("frame_id")]
    public long? FrameId { get; init; }

    /// <summary>The time of the frame in seconds; null for a still.</summary>
    [JsonPropertyName("time_seconds")]
    public double? TimeSeconds { get; init; }
}

/// <summary>A class of a COCO file.</summary>
/// <param name="Id">The number that annotations refer to.</param>
/// <param name="Name">The name.</param>
public sealed record CocoCategory([property: JsonPropertyName("id")] int Id, [property: JsonPropertyName("name")] string Name);

/// <summary>An object in an image of a COCO file.</summary>
public sealed record CocoAnnotation
{
    /// <summary>The number of the annotation; 0 where it has none.</summary>
    [JsonPropertyName("id")]
    public long Id { get; init; }

    /// <summary>The image.</summary>
    [JsonPropertyName("image_id")]
    public long ImageId { get; init; }

    /// <summary>The class.</summary>
    [JsonPropertyName("category_id")]
    public int CategoryId { get; init; }

    /// <summary>Left, top, width, height in pixels; null where only a mask is given.</summary>
    [JsonPropertyName("bbox")]
    public double[]? Box { get; init; }

    /// <summary>Polygons, or an object with <c>size</c> and <c>counts</c> (a list or compressed text).</summary>
    [JsonPropertyName("segmentation")]
    public JsonElement Segmentation { get; init; }

    /// <summary>1 or <c>true</c> where the annotation covers a group, or something that a score should not ask for; else 0 or absent.</summary>
    [JsonPropertyName("iscrowd")]
    public JsonElement CrowdFlag { get; init; }

    /// <summary>Whether <see cref="CrowdFlag"/> is set.</summary>
    [JsonIgnore]
    public bool IsCrowd => CrowdFlag.ValueKind == JsonValueKind.True || (CrowdFlag.ValueKind == JsonValueKind.Number && CrowdFlag.GetDouble() != 0);

    /// <summary>The confidence, 0 to 1; null in ground truth.</summary>
    [JsonPropertyName("score")]
    public double? Score { get; init; }

    /// <summary>The identity of the object over the frames of a video; null where there is none.</summary>
    [JsonPropertyName("track_id")]
    public long? TrackId { get; init; }

    /// <summary>The share of the object that is in view, 0 to 1; null where nobody says.</summary>
    [JsonPropertyName("visibility")]
    public double? Visibility { get; init; }

    /// <summary>The box in pixels; null where only a mask is given.</summary>
    public BoundingBox? ToBoundingBox() =>
        Box is [double left, double top, double width, double height]
            ? new BoundingBox((float)left, (float)top, (float)(left + width), (float)(top + height))
            : null;

    /// <summary>The mask; null where the object has none.</summary>
    /// <exception cref="InvalidDataException">The segmentation is not in a form of COCO's, or does not fit the image.</exception>
    public Mask? ToMask(int width, int height) => Segmentation.ValueKind switch
    {
        JsonValueKind.Array when Segmentation.GetArrayLength() > 0 => FromPolygons(width, height),
        JsonValueKind.Object => FromRunLengths(width, height),
        _ => null,
    };

    private Mask FromPolygons(int width, int height)
    {
        var points = new List<int>();
        var lengths = new List<int>();
        foreach (JsonElement polygon in Segmentation.EnumerateArray())
        {
            // A single point is no shape, and would be drawn as one pixel.
            int count = polygon.GetArrayLength() / 2;
            if (count > 1)
            {
                lengths.Add(count);
                points.AddRange(polygon.EnumerateArray().Take(count * 2).Select(value => (int)Math.Round(value.GetDouble())));
            }
        }

        if (lengths.Count == 0)
        {
            return Mask.Empty(width, height);
        }

        var map = new byte[width * height];
        PixelOperations.FillPolygons(map, width, height, points.ToArray(), lengths.ToArray(), 1);
        return Mask.FromBytes(width, height, new PixelBox(0, 0, width, height), map, width);
    }

    private Mask FromRunLengths(int width, int height)
    {
        if (!Segmentation.TryGetProperty("size", out JsonElement size)
            || !Segmentation.TryGetProperty("counts", out JsonElement counts)
            || size.GetArrayLength() != 2
            || size[0].GetInt32() != height
            || size[1].GetInt32() != width)
        {
            throw new InvalidDataException($"A run-length mask needs 'counts' and a 'size' of [{height}, {width}].");
        }

        return counts.ValueKind == JsonValueKind.String
            ? CocoRle.Decode(counts.GetString()!, width, height)
            : CocoRle.Decode([.. counts.EnumerateArray().Select(count => count.GetInt32())], width, height);
    }
}

/// <summary>Generated readers of the COCO records.</summary>
[JsonSerializable(typeof(CocoDataset))]
internal sealed partial class CocoJson : JsonSerializerContext;
