using System.Text.Json.Serialization;

namespace PixelShap.Video.Vision.Coco;

/// <summary>A track of a video.</summary>
/// <param name="Id">The number that annotations and prompts refer to.</param>
/// <param name="Label">What it is, in words.</param>
public sealed record CocoTrack([property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("label")] string Label)
{
    /// <summary>What it shows from when on, in order: the lamp of a traffic light; empty for what shows nothing.</summary>
    [JsonPropertyName("states")]
    public IReadOnlyList<CocoState> States { get; init => field = value ?? []; } = [];
}

/// <summary>What a track shows from a time on.</summary>
/// <param name="From">Seconds.</param>
/// <param name="State">What it shows: <c>red</c>, <c>amber</c> or <c>green</c>.</param>
public sealed record CocoState([property: JsonPropertyName("from")] double From, [property: JsonPropertyName("state")] string State);

/// <summary>A question about a video.</summary>
/// <param name="Text">The question.</param>
/// <param name="Spans">When its answer hangs on what; at other times it is open and nothing is counted.</param>
public sealed record CocoPrompt(
    [property: JsonPropertyName("text")] string Text, [property: JsonPropertyName("spans")] IReadOnlyList<CocoSpan> Spans);

/// <summary>A span of time in which a question's answer hangs on one track.</summary>
/// <param name="From">Its first second.</param>
/// <param name="To">Its end in seconds, exclusive.</param>
/// <param name="TrackId">The track; null when the answer hangs on none.</param>
public sealed record CocoSpan(
    [property: JsonPropertyName("from")] double From, [property: JsonPropertyName("to")] double To, [property: JsonPropertyName("track_id")] long? TrackId);

/// <summary>A question about one image.</summary>
/// <param name="ImageId">The image.</param>
/// <param name="Text">The question.</param>
/// <param name="TargetAnnotationId">The annotation that its answer hangs on; null when it hangs on none.</param>
public sealed record CocoQuestion(
    [property: JsonPropertyName("image_id")] long ImageId,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("target_annotation_id")] long? TargetAnnotationId);
