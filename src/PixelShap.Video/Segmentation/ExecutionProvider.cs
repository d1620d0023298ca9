
namespace PixelShap.Video.Segmentation;

/// <summary>Where a network runs.</summary>
public enum ExecutionProvider
{
    /// <summary>The fastest that works.</summary>
    Auto,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU through CUDA.</summary>
    Cuda,

    /// <summary>An NVIDIA GPU through TensorRT.</summary>
    Tensorrt,
}
