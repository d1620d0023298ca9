using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Importance;
using PixelShap.Video.Keyframes;
using PixelShap.Video.Language;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Settings;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.Configuration;

/// <summary>The settings of one run, as a pipeline YAML file states them. Keys are the property names in snake_case.</summary>
public sealed record PipelineConfiguration
{
    /// <summary>The own car is found.</summary>
    public const string AutoEgoMask = "auto";

    /// <summary>The own car is not looked for.</summary>
    public const string NoEgoMask = "none";

    /// <summary>The question asked at every keyframe.</summary>
    [Description("The question that the vision-language model is asked at every keyframe. {time} stands for the time in the clip, {labels} for the names of the objects in view; {{ and }} for braces.")]
    [PromptText]
    public string Prompt { get; init; } = "Which road users matter most right now, and what should I do?";

    /// <summary>Several questions by name, in place of <see cref="Prompt"/>, in their order; empty for the one.</summary>
    [Description("Several questions by name, in place of 'prompt': each has its own answers and importance. The same masked images are used for all of them. The annotated video shows the first one, or video.prompt.")]
    [PromptText]
    public IReadOnlyDictionary<string, string> Prompts { get; init; } = new OrderedDictionary<string, string>();

    /// <summary>What is read of the clip.</summary>
    [Description("What is read of a clip that leaves it open.")]
    public ClipConfiguration Clip { get; init; } = new();

    /// <summary>The segmentation network.</summary>
    [Description("The network that finds objects and their masks.")]
    public SegmenterConfiguration Segmenter { get; init; } = new();

    /// <summary>What is the own car: <see cref="AutoEgoMask"/>, <see cref="NoEgoMask"/> or a PNG.</summary>
    [Description("What is no road user, because it never moves with the road: the own car's bonnet, dashboard, dirt, burned-in text, black borders. auto: found in the clip; none: not looked for; or a PNG, white where the own car is, relative to this YAML file. A detection of which the larger part lies in it is left out.")]
    [Length(1, 4096)]
    public string EgoMask { get; init; } = AutoEgoMask;

    /// <summary>The tracker.</summary>
    [Description("How objects keep their identity from frame to frame.")]
    public TrackerConfiguration Tracker { get; init; } = new();

    /// <summary>When the model is asked.</summary>
    [Description("When the vision-language model is asked.")]
    public KeyframeConfiguration Keyframes { get; init; } = new();

    /// <summary>Who is asked.</summary>
    [Description("The vision-language model that is asked.")]
    public VlmConfiguration Vlm { get; init; } = new();

    /// <summary>How answers become Shapley values.</summary>
    [Description("How the answers become importance: PixelSHAP.")]
    public AttributionConfiguration Attribution { get; init; } = new();

    /// <summary>Importance between keyframes.</summary>
    [Description("How importance moves between keyframes.")]
    public ImportanceConfiguration Importance { get; init; } = new();

    /// <summary>Whether events are looked for.</summary>
    [Description("Whether events are looked for: impacts, near misses, braking, fire, a covered camera and others (events.jsonl).")]
    public bool Events { get; init; } = true;

    /// <summary>The annotated video.</summary>
    [Description("The annotated video.")]
    public VideoConfiguration Video { get; init; } = new();

    /// <summary>Whether the report is written.</summary>
    [Description("Whether report.html is written at the end: the whole run as one page.")]
    public bool Report { get; init; } = true;

    /// <summary>The exports.</summary>
    [Description("What else is written at the end, besides tracks.jsonl, attributions.jsonl and tracks.msgpack: 'pixelshap export' makes the others later.")]
    [OpenChoice("exports")]
    public IReadOnlyList<string> Exports { get; init; } = ["mot", "coco", "vtt"];

    /// <summary>A live camera.</summary>
    [Description("What holds for a live camera only.")]
    public LiveConfiguration Live { get; init; } = new();

    /// <summary>The seed of every random choice.</summary>
    [Description("The seed of every random choice: the same input, seed and answers give the same output, byte for byte.")]
    [Range(0, long.MaxValue)]
    public long Seed { get; init; } = 1;
}
