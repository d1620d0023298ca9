namespace PixelShap.Video.Vision.Onnx;

/// <summary>What computes a network.</summary>
public enum ExecutionProvider
{
    /// <summary>The best that this machine has: TensorRT, CUDA or the processor.</summary>
    Auto,

    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU through CUDA.</summary>
    Cuda,

    /// <summary>An NVIDIA GPU through TensorRT; what it cannot compute falls to CUDA.</summary>
    TensorRt,
}
