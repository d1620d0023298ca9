using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;

namespace PixelShap.Video.Vision.Segmentation.UltraFace;

/// <summary>
/// Ultra-Light-Fast-Generic-Face-Detector (Linzaer 2019), a detector of faces. <c>scores[1, N, 2]</c>: background and face; <c>boxes[1, N, 4]</c>: corners, 0 to 1 of the input.
/// </summary>
internal sealed class UltraFaceDecoder : INetworkDecoder
{
    internal const string Expectation = "UltraFace: input[1,3,H,W] -> scores[1,N,2] and boxes[1,N,4]";

    private static readonly string[] s_names = ["face"];

    private readonly int _width, _height, _scores, _boxes;

    private UltraFaceDecoder(int width, int height, int scores, int boxes) => (_width, _height, _scores, _boxes) = (width, height, scores, boxes);

    public int ClassCount => 1;

    public IReadOnlyList<string> ClassNames => s_names;

    public bool NeedsSuppression => true;

    /// <summary>The decoder for the model, or null when it has another layout.</summary>
    internal static UltraFaceDecoder? TryCreate(OnnxModel model)
    {
        int scores = Find(2), boxes = Find(4);
        return model.Inputs.Count == 1 && model.Inputs[0].Shape is [_, 3, > 0, > 0] input && model.Outputs.Count == 2 && scores >= 0 && boxes >= 0
            && model.Outputs[scores].Shape[1] == model.Outputs[boxes].Shape[1]
            ? new UltraFaceDecoder(input[3], input[2], scores, boxes)
            : null;

        int Find(int last) => model.Outputs.ToList().FindIndex(port => port.Shape is [_, _, var length] && length == last);
    }

    public Letterbox Prepare(BgrImage image, OnnxRun run)
    {
        var letterbox = Letterbox.TopLeft(image.Width, image.Height, _width, _height);
        ImageTensor.UltraFace.Write(image, letterbox, run.Input<float>(0, 1, 3, _height, _width));
        return letterbox;
    }

    public void Decode(OnnxRun run, in Letterbox letterbox, float threshold, List<Candidate> candidates)
    {
        ReadOnlySpan<float> scores = run.Output<float>(_scores), boxes = run.Output<float>(_boxes);
        for (int i = 0; i < scores.Length / 2; i++)
        {
            if (scores[(2 * i) + 1] >= threshold)
            {
                ReadOnlySpan<float> box = boxes.Slice(4 * i, 4);
                candidates.Add(new Candidate(0, scores[(2 * i) + 1], new BoundingBox(box[0] * _width, box[1] * _height, box[2] * _width, box[3] * _height), i));
            }
        }
    }

    public Mask? MaskOf(OnnxRun run, in Letterbox letterbox, in Candidate candidate, BoundingBox box) => null;
}
