using System.Numerics.Tensors;
using PixelShap.Masking;
using PixelShap.Video.Language.WordPiece;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;
using PixelShap.Video.Vision.Segmentation.Detr;

namespace PixelShap.Video.Vision.Segmentation.GroundingDino;

/// <summary>
/// Grounding DINO (Liu et al. 2023), a detector that looks for classes given as text. Both usual exports: Hugging Face's
/// (<c>pixel_values</c>,
/// <c>pixel_mask</c>, <c>input_ids</c>, <c>token_type_ids</c>, <c>attention_mask</c> → <c>logits</c>, <c>pred_boxes</c>) and the authors'
/// (<c>img</c>,
/// <c>position_ids</c>, <c>text_token_mask</c> → <c>logits</c>, <c>boxes</c>). A class scores as its best token does.
/// </summary>
internal sealed class GroundingDinoDecoder : INetworkDecoder
{
    internal const string Expectation =
        "Grounding DINO: pixel_values or img[1,3,H,W], input_ids, attention_mask, token_type_ids "
        + "-> logits[1,N,tokens], pred_boxes or boxes[1,N,4]";

    private const int DefaultSize = 800;

    private readonly OnnxModel _model;
    private readonly GroundingDinoPrompt _prompt;
    private readonly int _image;
    private readonly int _logits;
    private readonly int _boxes;

    private GroundingDinoDecoder(OnnxModel model, GroundingDinoPrompt prompt, int image, int logits, int boxes) =>
        (_model, _prompt, _image, _logits, _boxes) = (model, prompt, image, logits, boxes);

    public int ClassCount => _prompt.Spans.Length;

    public IReadOnlyList<string> ClassNames => _prompt.ClassNames;

    public bool NeedsSuppression => true;

    /// <summary>The decoder for the model and the classes that the options name, or null when it has another layout.</summary>
    /// <exception cref="PixelShapException">There is no vocabulary beside the model.</exception>
    internal static GroundingDinoDecoder? TryCreate(OnnxModel model, Func<IReadOnlyList<string>> classNames)
    {
        int image = Math.Max(model.InputIndex("pixel_values"), model.InputIndex("img"));
        int logits = model.OutputIndex("logits"), boxes = Math.Max(model.OutputIndex("pred_boxes"), model.OutputIndex("boxes"));
        if (image < 0 || model.InputIndex("input_ids") < 0 || logits < 0 || boxes < 0)
        {
            return null;
        }

        const string Remedy = "Put the tokenizer.json or vocab.txt that belongs to the model beside it.";
        string file = WordPieceVocabulary.FindBeside(model.Path) ?? throw new PixelShapException(
            ExitCode.Usage, $"The model '{model.Path}' has no vocabulary: there is neither tokenizer.json nor vocab.txt beside it or one folder above.", Remedy);
        return new GroundingDinoDecoder(model, new GroundingDinoPrompt(classNames(), WordPieceVocabulary.Load(file, Remedy)), image, logits, boxes);
    }

    public Letterbox Prepare(BgrImage image, OnnxRun run)
    {
        IReadOnlyList<int> shape = _model.Inputs[_image].Shape;
        int height = shape[2] > 0 ? shape[2] : DefaultSize, width = shape[3] > 0 ? shape[3] : DefaultSize;
        var letterbox = Letterbox.Stretched(image.Width, image.Height, width, height);
        ImageTensor.ImageNet.Write(image, letterbox, run.Input<float>(_image, 1, 3, height, width));

        int count = _prompt.Ids.Length;
        for (int i = 0; i < _model.Inputs.Count; i++)
        {
            switch (_model.Inputs[i].Name)
            {
                case "input_ids":
                    run.Fill(i, _prompt.Ids, 1, count);
                    break;
                case "position_ids":
                    run.Fill(i, _prompt.Positions, 1, count);
                    break;
                case "token_type_ids":
                    run.Fill(i, new int[count], 1, count);
                    break;
                case "attention_mask":
                    run.Fill(i, Ones(count), 1, count);
                    break;
                case "pixel_mask":
                    run.Fill(i, Ones(width * height), 1, height, width);
                    break;
                case "text_token_mask":
                    run.Fill(i, SameBlock(), 1, count, count);
                    break;
            }
        }

        return letterbox;
    }

    public void Decode(OnnxRun run, in Letterbox letterbox, float threshold, List<Candidate> candidates)
    {
        ReadOnlySpan<float> logits = run.Output<float>(_logits), boxes = run.Output<float>(_boxes);
        int queries = boxes.Length / 4, tokens = logits.Length / queries;
        for (int i = 0; i < queries; i++)
        {
            ReadOnlySpan<float> row = logits.Slice(i * tokens, tokens);
            int best = -1;
            float bestLogit = float.NegativeInfinity;
            for (int id = 0; id < _prompt.Spans.Length; id++)
            {
                float logit = TensorPrimitives.Max(row[_prompt.Spans[id]]);
                (best, bestLogit) = logit > bestLogit ? (id, logit) : (best, bestLogit);
            }

            float score = 1 / (1 + MathF.Exp(-bestLogit));
            if (score >= threshold)
            {
                candidates.Add(new Candidate(best, score, NormalisedBox.ToInput(boxes.Slice(i * 4, 4), letterbox), i));
            }
        }
    }

    public Mask? MaskOf(OnnxRun run, in Letterbox letterbox, in Candidate candidate, BoundingBox box) => null;

    private static int[] Ones(int count)
    {
        var ones = new int[count];
        Array.Fill(ones, 1);
        return ones;
    }

    private int[] SameBlock()
    {
        int[] blocks = _prompt.Blocks;
        return [.. blocks.SelectMany(row => blocks.Select(column => row == column ? 1 : 0))];
    }
}
