using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PixelShap.Video.Segmentation;

/// <summary>The segmentation network.</summary>
public sealed record SegmenterConfiguration
{
    /// <summary>The model file, or <c>auto</c>.</summary>
    [Description("An ONNX file, relative to this YAML file; the name of a model that was pulled ('pixelshap models list'); or 'auto': the best pulled model, else the road model that comes with the program.")]
    [Length(1, 4096)]
    public string Model { get; init; } = "auto";

    /// <summary>A promptable mask model; empty for the network's own masks.</summary>
    [Description("A model that makes masks of the network's boxes: the name of one that was pulled ('sam2-tiny', 'mobile-sam'), or 'ENCODER.onnx, DECODER.onnx'. Empty: the network's own masks.")]
    [Length(0, 8192)]
    public string MaskModel { get; init; } = "";

    /// <summary>The execution provider.</summary>
    [Description("Where the network runs. 'auto' takes the fastest that works; a provider that cannot be had falls back to the CPU with a warning.")]
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Auto;

    /// <summary>Threads of the network; 0 for all cores.</summary>
    [Description("Threads of the network on the CPU; 0 for all cores.")]
    [Range(0, 256)]
    public int Threads { get; init; }

    /// <summary>The distance in frames from one that the network sees to the next.</summary>
    [Description("The network looks at every so many-th frame, at each scene cut and where a mask can no longer be trusted; in between masks are carried along the motion. 1: at every frame.")]
    [Range(1, 30)]
    public int Every { get; init; } = 1;

    /// <summary>The lowest score of a detection.</summary>
    [Description("Detections below this score are not used. Low, because the tracker carries a known object on through weak detections.")]
    [Range(0.0, 1.0)]
    public double ScoreThreshold { get; init; } = 0.1;

    /// <summary>The overlap above which the weaker of two boxes of a class is dropped.</summary>
    [Description("Non-maximum suppression: of two boxes of one class with a higher IoU than this the weaker is dropped.")]
    [Range(0.0, 1.0)]
    public double NmsIou { get; init; } = 0.6;

    /// <summary>The classes kept.</summary>
    [Description("The classes that are kept: names as the model gives them, or the groups 'road-users', 'vehicles', 'vulnerable', 'signals', 'obstacles', 'all'.")]
    public IReadOnlyList<string> Classes { get; init; } = ["road-users"];
}
