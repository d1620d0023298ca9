using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Vision.Onnx;

/// <summary>How an ONNX model is loaded.</summary>
public sealed record OnnxModelOptions
{
    /// <summary>What computes the network. The default value is <see cref="ExecutionProvider.Auto"/>.</summary>
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Auto;

    /// <summary>Processor threads for one run of the network; 0 takes all cores. The default value is 0.</summary>
    public int Threads { get; init; }

    /// <summary>The number of the GPU. The default value is 0.</summary>
    public int DeviceId { get; init; }
}
