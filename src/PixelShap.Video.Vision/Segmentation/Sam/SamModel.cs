using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;

namespace PixelShap.Video.Vision.Segmentation.Sam;

/// <summary>
/// A promptable mask model in its usual split: SAM and MobileSAM (Kirillov et al. 2023) or SAM 2 (Ravi et al. 2024). The encoder turns an
/// image into embeddings once; the decoder turns the embeddings and one box into mask logits with predicted IoUs. Whatever outputs of the
/// encoder the decoder asks for by name are handed on, which is how SAM 2's high-resolution features get there. Thread-safe.
/// </summary>
internal sealed class SamModel : IDisposable
{
    internal const string Expectation =
        "encoder image[1,3,H,W] or [H,W,3] -> image embeddings; decoder embeddings, point_coords[1,N,2], point_labels[1,N], "
        + "mask_input[1,1,h,w], has_mask_input[1] (and orig_im_size[2]) -> masks[1,M,h,w] or low_res_masks[1,M,h,w], iou_predictions[1,M]";

    private const int DefaultSize = 1024;

    private readonly OnnxModel _encoder;
    private readonly OnnxModel _decoder;
    private readonly (int Output, int Input)[] _embeddings;
    private readonly int _masks;
    private readonly int _scores;
    private readonly bool _stretches;

    internal SamModel(OnnxModel encoder, OnnxModel decoder)
    {
        (_encoder, _decoder) = (encoder, decoder);
        _embeddings = [.. Embeddings(encoder, decoder)];
        _masks = decoder.OutputIndex("low_res_masks") is >= 0 and int low ? low : decoder.OutputIndex("masks");
        _scores = decoder.OutputIndex("iou_predictions");
        // SAM 2 was trained on images stretched to a square, SAM on images with their own shape in its corner.
        _stretches = encoder.Outputs.Count > 1;
        if (encoder.Inputs.Count != 1 || encoder.Inputs[0].Shape.Count is not (3 or 4) || _embeddings.Length == 0 || _masks < 0
            || _scores < 0
            || decoder.InputIndex("point_coords") < 0 || decoder.InputIndex("point_labels") < 0)
        {
            throw new PixelShapException(
                ExitCode.Usage,
                $"The mask model '{encoder.Path}' with '{decoder.Path}' is not recognised: what goes in and out is not that of a mask model that is known here.",
                "See 'pixelshap models list' for models that fit, and docs/segmenters.md for what others must look like.",
                new InvalidDataException($"The encoder has {encoder.Describe()}; the decoder has {decoder.Describe()}. Expected {Expectation}."));
        }
    }

    /// <summary>A name for people.</summary>
    internal string Name => $"{_encoder.Name}";

    /// <summary>Encodes an image; the result serves any number of boxes and gives its memory back when disposed.</summary>
    internal SamImage Encode(BgrImage image, CancellationToken cancellationToken)
    {
        OnnxRun run = _encoder.Rent();
        try
        {
            Letterbox letterbox = Prepare(image, run);
            run.Execute(cancellationToken);
            return new SamImage(this, run, letterbox);
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>Borrows the decoder with the embeddings of <paramref name="image"/> already in place.</summary>
    internal OnnxRun RentDecoder(SamImage image)
    {
        OnnxRun run = _decoder.Rent();
        foreach ((int output, int input) in _embeddings)
        {
            image.Run.Output<float>(output).CopyTo(run.Input<float>(input, image.Run.OutputShape(output)));
        }

        return run;
    }

    /// <summary>Decodes one box given in pixels of the image.</summary>
    internal SamProposals Decode(OnnxRun run, SamImage image, BoundingBox box, CancellationToken cancellationToken)
    {
        BoundingBox prompt = image.Letterbox.ToInput(box);
        for (int i = 0; i < _decoder.Inputs.Count; i++)
        {
            TensorPort port = _decoder.Inputs[i];
            switch (port.Name)
            {
                case "point_coords":
                    Span<float> points = run.Input<float>(i, 1, 2, 2);
                    (points[0], points[1], points[2], points[3]) = (prompt.Left, prompt.Top, prompt.Right, prompt.Bottom);
                    break;
                case "point_labels":
                    // 2 is the top left, 3 the bottom right corner of a box (Kirillov et al., appendix A, prompt encoder).
                    run.Fill(i, [2, 3], 1, 2);
                    break;
                case "mask_input":
                    int height = port.Shape[2] > 0 ? port.Shape[2] : image.Letterbox.InputHeight / 4;
                    int width = port.Shape[3] > 0 ? port.Shape[3] : image.Letterbox.InputWidth / 4;
                    run.Input<float>(i, 1, 1, height, width).Clear();
                    break;
                case "has_mask_input":
                    run.Fill(i, [0], 1);
                    break;
                case "orig_im_size":
                    run.Fill(i, [image.Letterbox.ImageHeight, image.Letterbox.ImageWidth], 2);
                    break;
            }
        }

        run.Execute(cancellationToken);
        int[] shape = run.OutputShape(_masks);
        return new SamProposals(run.Output<float>(_masks), run.Output<float>(_scores), shape[^1], shape[^2]);
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
    }

    private Letterbox Prepare(BgrImage image, OnnxRun run)
    {
        IReadOnlyList<int> shape = _encoder.Inputs[0].Shape;
        if (shape.Count == 3)
        {
            Letterbox inside = Letterbox.TopLeft(image.Width, image.Height, DefaultSize, DefaultSize);
            ImageTensor.WriteInterleaved(image, inside, run.Input<float>(0, inside.ContentHeight, inside.ContentWidth, 3));
            return inside;
        }

        int height = shape[2] > 0 ? shape[2] : DefaultSize, width = shape[3] > 0 ? shape[3] : DefaultSize;
        Letterbox letterbox = _stretches
            ? Letterbox.Stretched(image.Width, image.Height, width, height)
            : Letterbox.TopLeft(image.Width, image.Height, width, height);
        ImageTensor.ImageNet.Write(image, letterbox, run.Input<float>(0, 1, 3, height, width));
        return letterbox;
    }

    /// <summary>Which output of the encoder goes into which input of the decoder: by name, and the only one under any name.</summary>
    private static IEnumerable<(int Output, int Input)> Embeddings(OnnxModel encoder, OnnxModel decoder)
    {
        if (encoder.Outputs.Count == 1)
        {
            int input = Math.Max(decoder.InputIndex("image_embeddings"), decoder.InputIndex("image_embed"));
            return input >= 0 ? [(0, input)] : [];
        }

        return encoder.Outputs
            .Select((port, output) => (output, decoder.InputIndex(port.Name)))
            .Where(pair => pair.Item2 >= 0);
    }
}

/// <summary>An encoded image.</summary>
internal sealed class SamImage : IDisposable
{
    internal SamImage(SamModel model, OnnxRun run, Letterbox letterbox) => (Model, Run, Letterbox) = (model, run, letterbox);

    internal SamModel Model { get; }

    internal OnnxRun Run { get; }

    internal Letterbox Letterbox { get; }

    public void Dispose() => Run.Dispose();
}

/// <summary>The masks that the decoder proposes for one box.</summary>
/// <param name="logits">M × height × width.</param>
/// <param name="scores">The IoU that the model predicts for each.</param>
/// <param name="width">The width of a proposal.</param>
/// <param name="height">The height of a proposal.</param>
internal readonly ref struct SamProposals(ReadOnlySpan<float> logits, ReadOnlySpan<float> scores, int width, int height)
{
    /// <summary>The number of proposals.</summary>
    internal int Count { get; } = scores.Length;

    internal int Width { get; } = width;

    internal int Height { get; } = height;

    private readonly ReadOnlySpan<float> _logits = logits;
    private readonly ReadOnlySpan<float> _scores = scores;

    internal ReadOnlySpan<float> Logits(int i) => _logits.Slice(i * Width * Height, Width * Height);

    /// <summary>
    /// The proposal with the best product of predicted IoU and stability, which is the IoU of the masks cut at logits +1 and −1
    /// (Kirillov et al., appendix B).
    /// </summary>
    internal int Best()
    {
        int best = 0;
        float bestQuality = float.NegativeInfinity;
        for (int i = 0; i < Count; i++)
        {
            int inner = 0, outer = 0;
            foreach (float logit in Logits(i))
            {
                inner += logit > 1 ? 1 : 0;
                outer += logit > -1 ? 1 : 0;
            }

            float quality = outer == 0 ? float.NegativeInfinity : _scores[i] * inner / outer;
            (best, bestQuality) = quality > bestQuality ? (i, quality) : (best, bestQuality);
        }

        return best;
    }
}
