using System.Buffers;
using System.Numerics.Tensors;
using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;

namespace PixelShap.Video.Vision.Segmentation.Yolo;

/// <summary>
/// YOLO version 8 and 11, with or without masks. <c>output0[1, 4 + C + K, N]</c>: per proposal a box (centre x, centre y, width, height in
/// input pixels), a probability per class and K mask coefficients; <c>output1[1, K, h, w]</c>: mask prototypes.
/// </summary>
internal sealed class YoloDecoder : INetworkDecoder
{
    internal const string Expectation =
        "YOLO v8/v11: images[1,3,H,W] -> output0[1,4+classes+K,N], and output1[1,K,H/4,W/4] for masks";

    private readonly YoloInput _input;
    private readonly int _coefficients;

    private YoloDecoder(OnnxModel model, int classCount, int coefficients)
    {
        _input = new YoloInput(model);
        ClassCount = classCount;
        _coefficients = coefficients;
    }

    public int ClassCount { get; }

    public bool NeedsSuppression => true;

    /// <summary>The decoder for the model, or null when it has another layout.</summary>
    internal static YoloDecoder? TryCreate(OnnxModel model)
    {
        if (model.Inputs.Count != 1 || !model.Inputs[0].Fits(-1, 3, -1, -1) || model.Outputs.Count is < 1 or > 2
            || model.Outputs[0].Shape.Count != 3)
        {
            return null;
        }

        IReadOnlyList<int> proposals = model.Outputs[0].Shape;
        bool hasMasks = model.Outputs.Count == 2;
        int coefficients = hasMasks && model.Outputs[1].Shape.Count == 4 ? model.Outputs[1].Shape[1] : 0;
        int classCount = proposals[1] - 4 - coefficients;
        bool columnsAreProposals = proposals[2] < 0 || proposals[2] > proposals[1];
        return classCount > 0 && columnsAreProposals && (!hasMasks || coefficients > 0) ? new YoloDecoder(model, classCount, coefficients)
            : null;
    }

    public Letterbox Prepare(BgrImage image, OnnxRun run) => _input.Prepare(image, run);

    public void Decode(OnnxRun run, in Letterbox letterbox, float threshold, List<Candidate> candidates)
    {
        ReadOnlySpan<float> values = run.Output<float>(0);
        int count = Count(values);
        float[] buffer = ArrayPool<float>.Shared.Rent(count);
        Span<float> best = buffer.AsSpan(0, count);
        values.Slice(4 * count, count).CopyTo(best);
        for (int id = 1; id < ClassCount; id++)
        {
            TensorPrimitives.Max(best, values.Slice((4 + id) * count, count), best);
        }

        for (int i = 0; i < count; i++)
        {
            if (best[i] >= threshold)
            {
                candidates.Add(Proposal(values, count, i, best[i]));
            }
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    public Mask? MaskOf(OnnxRun run, in Letterbox letterbox, in Candidate candidate, BoundingBox box)
    {
        if (_coefficients == 0)
        {
            return null;
        }

        ReadOnlySpan<float> values = run.Output<float>(0);
        int count = Count(values);
        Span<float> coefficients = stackalloc float[_coefficients];
        for (int i = 0; i < coefficients.Length; i++)
        {
            coefficients[i] = values[((4 + ClassCount + i) * count) + candidate.Index];
        }

        int height = letterbox.InputHeight / 4, width = letterbox.InputWidth / 4;
        return PrototypeMasks.Make(run.Output<float>(1), width, height, coefficients, letterbox, box);
    }

    private static Candidate Proposal(ReadOnlySpan<float> values, int count, int i, float score)
    {
        int id = 0;
        while (values[((4 + id) * count) + i] != score)
        {
            id++;
        }

        float x = values[i], y = values[count + i], halfWidth = values[(2 * count) + i] / 2, halfHeight = values[(3 * count) + i] / 2;
        return new Candidate(id, score, new BoundingBox(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight), i);
    }

    private int Count(ReadOnlySpan<float> values) => values.Length / (4 + ClassCount + _coefficients);
}
