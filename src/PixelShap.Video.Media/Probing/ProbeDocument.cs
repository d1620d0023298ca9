using System.Text.Json.Serialization;

namespace PixelShap.Video.Media.Probing;

/// <summary>What <c>ffprobe -of json -show_format -show_streams</c> prints, as far as it is used.</summary>
internal sealed record ProbeDocument
{
    public IReadOnlyList<ProbeStream> Streams { get; init; } = [];

    public ProbeFormat? Format { get; init; }
}

internal sealed record ProbeFormat
{
    public string? FormatName { get; init; }

    public string? StartTime { get; init; }

    public string? Duration { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}

internal sealed record ProbeStream
{
    public int Index { get; init; }

    public string? CodecType { get; init; }

    public string? CodecName { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    public string? SampleAspectRatio { get; init; }

    public string? ColorSpace { get; init; }

    public string? TimeBase { get; init; }

    public string? AvgFrameRate { get; init; }

    public string? StartTime { get; init; }

    public string? Duration { get; init; }

    public string? NbFrames { get; init; }

    public IReadOnlyDictionary<string, int>? Disposition { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public IReadOnlyList<ProbeSideData>? SideDataList { get; init; }

    /// <summary>Whether this is a cover picture and not a video.</summary>
    [JsonIgnore]
    public bool IsPicture => Disposition?.GetValueOrDefault("attached_pic") == 1;
}

internal sealed record ProbeSideData
{
    /// <summary>Counter-clockwise, in degrees; only in the display matrix.</summary>
    public double? Rotation { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProbeDocument))]
internal sealed partial class ProbeJsonContext : JsonSerializerContext;
