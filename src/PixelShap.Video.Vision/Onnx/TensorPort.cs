using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace PixelShap.Video.Vision.Onnx;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions; −1 where the model leaves one open.</param>
public sealed record TensorPort(string Name, TensorElementType Type, IReadOnlyList<int> Shape)
{
    /// <summary>Whether every dimension is fixed.</summary>
    public bool IsStatic => Shape.All(size => size > 0);

    /// <summary>Whether the shape fits a pattern of the same rank, in which −1 stands for any size; an open dimension fits
    /// everything.</summary>
    public bool Fits(params ReadOnlySpan<int> pattern)
    {
        if (Shape.Count != pattern.Length)
        {
            return false;
        }

        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] >= 0 && Shape[i] >= 0 && Shape[i] != pattern[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name} {Type.ToString().ToLowerInvariant()}[{string.Join(',', Shape.Select(size => size < 0 ? "?" : size.ToString()))}]";

    internal static TensorPort From(string name, NodeMetadata metadata) =>
        metadata.IsTensor
            ? new TensorPort(name, metadata.ElementDataType, metadata.Dimensions)
            : new TensorPort(name, TensorElementType.DataTypeMax, []);
}
