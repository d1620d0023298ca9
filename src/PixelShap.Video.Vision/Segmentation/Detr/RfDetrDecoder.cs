using System.Numerics.Tensors;
using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;

namespace PixelShap.Video.Vision.Segmentation.Detr;

/// <summary>
/// RF-DETR and RF-DETR-Seg (Robinson et al. 2025). <c>dets[1, N, 4]</c>: boxes (centre x, centre y, width, height as shares of the image);
/// <c>labels[1, N, C]</c>: a logit per class; <c>masks[1, N, h, w]</c>: mask logits over the whole image. The image is stretched to the
/// input.
/// </summary>
internal sealed class RfDetrDecoder : INetworkDecoder
{
    internal const string Expectation = "RF-DETR: input[1,3,H,W] -> dets[1,N,4], labels[1,N,classes], and masks[1,N,h,w] for masks";

    private readonly int _width;
    private readonly int _height;
    private readonly int _boxes;
    private readonly int _labels;
    private readonly int? _masks;

    private RfDetrDecoder(OnnxModel model, int boxes, int labels, int? masks)
    {
        (_height, _width) = (model.Inputs[0].Shape[2], model.Inputs[0].Shape[3]);
        (_boxes, _labels, _masks) = (boxes, labels, masks);
        ClassCount = model.Outputs[labels].Shape[2];
    }

    public int ClassCount { get; }

    public bool NeedsSuppression => false;

    /// <summary>The decoder for the model, or null when it has another layout.</summary>
    internal static RfDetrDecoder? TryCreate(OnnxModel model)
    {
        int boxes = model.OutputIndex("dets"), labels = model.OutputIndex("labels"), masks = model.OutputIndex("masks");
        return model.Inputs.Count == 1 && model.Inputs[0].Shape is [_, 3, > 0, > 0]
            && boxes >= 0 && model.Outputs[boxes].Fits(-1, -1, 4)
            && labels >= 0 && model.Outputs[labels].Shape is [_, _, > 0]
            && (masks < 0 || model.Outputs[masks].Shape.Count == 4)
                ? new RfDetrDecoder(model, boxes, labels, masks < 0 ? null : masks)
                : null;
    }

    public Letterbox Prepare(BgrImage image, OnnxRun run)
    {
        var letterbox = Letterbox.Stretched(image.Width, image.Height, _width, _height);
        ImageTensor.ImageNet.Write(image, letterbox, run.Input<float>(0, 1, 3, _height, _width));
        return letterbox;
    }

    public void Decode(OnnxRun run, in Letterbox letterbox, float threshold, List<Candidate> candidates)
    {
        ReadOnlySpan<float> boxes = run.Output<float>(_boxes), labels = run.Output<float>(_labels);
        for (int i = 0; i < boxes.Length / 4; i++)
        {
            ReadOnlySpan<float> logits = labels.Slice(i * ClassCount, ClassCount);
            int id = TensorPrimitives.IndexOfMax(logits);
            float score = 1 / (1 + MathF.Exp(-logits[id]));
            if (score >= threshold)
            {
                candidates.Add(new Candidate(id, score, NormalisedBox.ToInput(boxes.Slice(i * 4, 4), letterbox), i));
            }
        }
    }

    public Mask? MaskOf(OnnxRun run, in Letterbox letterbox, in Candidate candidate, BoundingBox box)
    {
        if (_masks is not { } masks)
        {
            return null;
        }

        int[] shape = run.OutputShape(masks);
        (int height, int width) = (shape[2], shape[3]);
        ReadOnlySpan<float> logits = run.Output<float>(masks).Slice(candidate.Index * width * height, width * height);
        return PrototypeMasks.Make(logits, width, height, letterbox, box);
    }
}
