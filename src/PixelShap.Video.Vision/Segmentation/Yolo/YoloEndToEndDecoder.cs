using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;

namespace PixelShap.Video.Vision.Segmentation.Yolo;

/// <summary>
/// YOLO26 and other end-to-end YOLO exports. <c>output0[1, N, 6 + K]</c>: per object a box (left, top, right, bottom in input pixels),
/// score, class and K mask coefficients, each object once; <c>output1[1, K, h, w]</c>: mask prototypes.
/// </summary>
internal sealed class YoloEndToEndDecoder : INetworkDecoder
{
    internal const string Expectation = "YOLO end-to-end (YOLO26): images[1,3,H,W] -> output0[1,N,6+K], and output1[1,K,H/4,W/4] for masks";

    private const int BoxScoreClass = 6;

    private readonly YoloInput _input;
    private readonly int _coefficients;

    private YoloEndToEndDecoder(OnnxModel model, int coefficients)
    {
        _input = new YoloInput(model);
        _coefficients = coefficients;
        ClassCount = ClassNames.CountInMetadata(model) ?? ClassNames.Coco.Count;
    }

    public int ClassCount { get; }

    public bool NeedsSuppression => false;

    /// <summary>The decoder for the model, or null when it has another layout.</summary>
    internal static YoloEndToEndDecoder? TryCreate(OnnxModel model)
    {
        if (model.Inputs.Count != 1 || !model.Inputs[0].Fits(-1, 3, -1, -1) || model.Outputs.Count is < 1 or > 2)
        {
            return null;
        }

        int coefficients = model.Outputs.Count == 1 ? 0 : model.Outputs[1].Shape is [_, > 0, _, _] shape ? shape[1] : -1;
        return coefficients >= 0 && model.Outputs[0].Shape is [_, _, int row] && row == BoxScoreClass + coefficients
            ? new YoloEndToEndDecoder(model, coefficients)
            : null;
    }

    public Letterbox Prepare(BgrImage image, OnnxRun run) => _input.Prepare(image, run);

    public void Decode(OnnxRun run, in Letterbox letterbox, float threshold, List<Candidate> candidates)
    {
        ReadOnlySpan<float> values = run.Output<float>(0);
        int length = BoxScoreClass + _coefficients;
        for (int i = 0; i < values.Length / length; i++)
        {
            ReadOnlySpan<float> row = values.Slice(i * length, length);
            int id = (int)row[5];
            if (row[4] >= threshold && (uint)id < (uint)ClassCount)
            {
                candidates.Add(new Candidate(id, row[4], new BoundingBox(row[0], row[1], row[2], row[3]), i));
            }
        }
    }

    public Mask? MaskOf(OnnxRun run, in Letterbox letterbox, in Candidate candidate, BoundingBox box)
    {
        if (_coefficients == 0)
        {
            return null;
        }

        int length = BoxScoreClass + _coefficients;
        ReadOnlySpan<float> coefficients = run.Output<float>(0).Slice((candidate.Index * length) + BoxScoreClass, _coefficients);
        return PrototypeMasks.Make(
            run.Output<float>(1), letterbox.InputWidth / 4, letterbox.InputHeight / 4, coefficients, letterbox, box);
    }
}
