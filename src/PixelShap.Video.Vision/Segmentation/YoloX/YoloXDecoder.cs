using System.Numerics.Tensors;
using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;

namespace PixelShap.Video.Vision.Segmentation.YoloX;

/// <summary>
/// YOLOX (Ge et al. 2021), a detector without masks. <c>output[1, N, 5 + C]</c>: per cell of the grids of stride 8, 16 and 32 the centre
/// relative to the cell and the logarithm of the size, both in strides, then objectness and class probabilities.
/// </summary>
internal sealed class YoloXDecoder : INetworkDecoder
{
    internal const string Expectation = "YOLOX: images[1,3,H,W] -> output[1,N,5+classes] with N the cells of strides 8, 16 and 32";

    private const int BoxAndObjectness = 5;

    private static readonly int[] Strides = [8, 16, 32];

    private readonly int _width;
    private readonly int _height;

    private YoloXDecoder(int width, int height, int classCount) => (_width, _height, ClassCount) = (width, height, classCount);

    public int ClassCount { get; }

    public bool NeedsSuppression => true;

    /// <summary>The decoder for the model, or null when it has another layout.</summary>
    internal static YoloXDecoder? TryCreate(OnnxModel model) =>
        model.Inputs.Count == 1 && model.Inputs[0].Shape is [_, 3, > 0, > 0] input
        && model.Outputs.Count == 1 && model.Outputs[0].Shape is [_, > 0, > BoxAndObjectness] output
        && output[1] == Strides.Sum(stride => input[2] / stride * (input[3] / stride))
            ? new YoloXDecoder(input[3], input[2], output[2] - BoxAndObjectness)
            : null;

    public Letterbox Prepare(BgrImage image, OnnxRun run)
    {
        var letterbox = Letterbox.TopLeft(image.Width, image.Height, _width, _height);
        ImageTensor.YoloX.Write(image, letterbox, run.Input<float>(0, 1, 3, _height, _width));
        return letterbox;
    }

    public void Decode(OnnxRun run, in Letterbox letterbox, float threshold, List<Candidate> candidates)
    {
        ReadOnlySpan<float> values = run.Output<float>(0);
        int length = BoxAndObjectness + ClassCount, index = 0;
        foreach (int stride in Strides)
        {
            int columns = _width / stride, cells = columns * (_height / stride);
            for (int cell = 0; cell < cells; cell++, index++)
            {
                ReadOnlySpan<float> row = values.Slice(index * length, length);
                if (row[4] < threshold)
                {
                    continue;
                }

                ReadOnlySpan<float> classes = row[BoxAndObjectness..];
                int id = TensorPrimitives.IndexOfMax(classes);
                float score = row[4] * classes[id];
                if (score >= threshold)
                {
                    float x = (row[0] + (cell % columns)) * stride, y = (row[1] + (cell / columns)) * stride;
                    float halfWidth = MathF.Exp(row[2]) * stride / 2, halfHeight = MathF.Exp(row[3]) * stride / 2;
                    candidates.Add(new Candidate(
                        id, score, new BoundingBox(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight), index));
                }
            }
        }
    }

    public Mask? MaskOf(OnnxRun run, in Letterbox letterbox, in Candidate candidate, BoundingBox box) => null;
}
