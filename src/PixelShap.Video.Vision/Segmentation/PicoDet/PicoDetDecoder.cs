using System.Numerics.Tensors;
using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;

namespace PixelShap.Video.Vision.Segmentation.PicoDet;

/// <summary>
/// PicoDet (Yu et al. 2021), a detector without masks. Per stride 8, 16, 32, 64 an output <c>[1, cells, C]</c> of class probabilities and
/// an output
/// <c>[1, cells, 4·bins]</c>: for each side of the box a distribution (softmax) over its distance from the cell's centre in strides
/// (generalized focal loss, Li et al. 2020, section 3.2), of which the mean counts. The image is stretched to the input.
/// </summary>
internal sealed class PicoDetDecoder : INetworkDecoder
{
    internal const string Expectation =
        "PicoDet: image[1,3,H,W] -> per stride 8, 16, 32, 64 scores[1,cells,classes] and distances[1,cells,4*8]";

    private const int Bins = 8;
    private const int MostLevels = 4;

    private readonly int _width;
    private readonly int _height;
    private readonly Level[] _levels;

    private PicoDetDecoder(int width, int height, Level[] levels, int classCount) =>
        (_width, _height, _levels, ClassCount) = (width, height, levels, classCount);

    public int ClassCount { get; }

    public bool NeedsSuppression => true;

    /// <summary>The decoder for the model, or null when it has another layout.</summary>
    internal static PicoDetDecoder? TryCreate(OnnxModel model)
    {
        if (model.Inputs.Count != 1 || model.Inputs[0].Shape is not [_, 3, > 0, > 0] input
            || model.Outputs.Count is not (6 or 8) || !model.Outputs.All(port => port.Shape is [_, > 0, > 0]))
        {
            return null;
        }

        var levels = new Level[model.Outputs.Count / 2];
        int classCount = 0;
        for (int i = 0; i < levels.Length && i < MostLevels; i++)
        {
            int stride = 8 << i;
            int columns = (input[3] + stride - 1) / stride, rows = (input[2] + stride - 1) / stride;
            int scores = -1, distances = -1;
            for (int output = 0; output < model.Outputs.Count; output++)
            {
                IReadOnlyList<int> shape = model.Outputs[output].Shape;
                if (shape[1] == columns * rows)
                {
                    (scores, distances) = shape[2] == 4 * Bins && distances < 0 ? (scores, output) : (output, distances);
                }
            }

            if (scores < 0 || distances < 0)
            {
                return null;
            }

            levels[i] = new Level(stride, columns, scores, distances);
            classCount = model.Outputs[scores].Shape[2];
        }

        return new PicoDetDecoder(input[3], input[2], levels, classCount);
    }

    public Letterbox Prepare(BgrImage image, OnnxRun run)
    {
        var letterbox = Letterbox.Stretched(image.Width, image.Height, _width, _height);
        ImageTensor.ImageNet.Write(image, letterbox, run.Input<float>(0, 1, 3, _height, _width));
        return letterbox;
    }

    public void Decode(OnnxRun run, in Letterbox letterbox, float threshold, List<Candidate> candidates)
    {
        Span<float> side = stackalloc float[4];
        int index = 0;
        foreach (Level level in _levels)
        {
            ReadOnlySpan<float> scores = run.Output<float>(level.Scores), distances = run.Output<float>(level.Distances);
            int cells = scores.Length / ClassCount;
            for (int cell = 0; cell < cells; cell++, index++)
            {
                ReadOnlySpan<float> classes = scores.Slice(cell * ClassCount, ClassCount);
                int id = TensorPrimitives.IndexOfMax(classes);
                if (classes[id] < threshold)
                {
                    continue;
                }

                for (int i = 0; i < 4; i++)
                {
                    side[i] = Mean(distances.Slice((cell * 4 * Bins) + (i * Bins), Bins)) * level.Stride;
                }

                float x = ((cell % level.Columns) + 0.5f) * level.Stride, y = ((cell / level.Columns) + 0.5f) * level.Stride;
                var box = new BoundingBox(x - side[0], y - side[1], x + side[2], y + side[3]);
                candidates.Add(new Candidate(id, classes[id], box, index));
            }
        }
    }

    public Mask? MaskOf(OnnxRun run, in Letterbox letterbox, in Candidate candidate, BoundingBox box) => null;

    private static float Mean(ReadOnlySpan<float> logits)
    {
        Span<float> share = stackalloc float[Bins];
        TensorPrimitives.SoftMax(logits, share);
        float mean = 0;
        for (int i = 1; i < Bins; i++)
        {
            mean += i * share[i];
        }

        return mean;
    }

    /// <summary>One scale of the grid.</summary>
    private readonly record struct Level(int Stride, int Columns, int Scores, int Distances);
}
