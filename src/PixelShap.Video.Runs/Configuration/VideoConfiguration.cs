using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PixelShap.Video.Runs.Configuration;

/// <summary>The annotated video.</summary>
public sealed record VideoConfiguration
{
    /// <summary>Whether to make it.</summary>
    [Description("Whether annotated.mp4 is made.")]
    public bool Annotated { get; init; } = true;

    /// <summary>The name of the question that it shows; empty for the first.</summary>
    [Description("The name of the prompt whose answers and importance it shows; empty for the first.")]
    [Length(0, 40)]
    public string Prompt { get; init; } = "";

    /// <summary>The quality.</summary>
    [Description("Constant rate factor of x264: 0 lossless, 18 very good, 23 smaller, 51 worst.")]
    [Range(0, 51)]
    public int Crf { get; init; } = 20;

    /// <summary>The speed of the encoder.</summary>
    [Description("Preset of x264: faster makes larger files.")]
    public EncoderPreset Preset { get; init; } = EncoderPreset.Veryfast;
}

/// <summary>The presets of x264 that make sense here.</summary>
public enum EncoderPreset
{
    /// <summary>Fastest, largest.</summary>
    Ultrafast,

    /// <summary>Very fast.</summary>
    Superfast,

    /// <summary>Fast and good.</summary>
    Veryfast,

    /// <summary>Faster than medium.</summary>
    Faster,

    /// <summary>Fast.</summary>
    Fast,

    /// <summary>x264's own default.</summary>
    Medium,

    /// <summary>Slow, smaller.</summary>
    Slow,
}
