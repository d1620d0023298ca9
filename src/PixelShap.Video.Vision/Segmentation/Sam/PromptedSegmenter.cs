using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Vision.Segmentation.Sam;

/// <summary>
/// A detector and a promptable mask model in a row, the form of the PixelSHAP paper: one image embedding per frame, one box prompt per
/// detection, small islands and holes removed, and pixels that several masks claim given to the mask that is surest of them.
/// </summary>
internal sealed class PromptedSegmenter : ISegmenter
{
    /// <summary>Islands and holes smaller than this share of the mask are noise.</summary>
    private const double SmallRegionShare = 0.02;

    /// <summary>How far a mask may reach beyond its box, as a share of the box's size.</summary>
    private const float BoxMargin = 0.05f;

    private readonly ISegmenter _detector;
    private readonly SamModel _model;

    internal PromptedSegmenter(ISegmenter detector, SamModel model)
    {
        (_detector, _model) = (detector, model);
        Name = $"{detector.Name} + sam ({model.Name})";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ExecutionProvider? Provider => _detector.Provider;

    /// <inheritdoc/>
    public IReadOnlyList<Detection> Segment(BgrImage image, CancellationToken cancellationToken)
    {
        IReadOnlyList<Detection> detections = _detector.Segment(image, cancellationToken);
        if (detections.Count == 0)
        {
            return detections;
        }

        using SamImage encoded = _model.Encode(image, cancellationToken);
        using OnnxRun decoder = _model.RentDecoder(encoded);
        var logits = new float[detections.Count][];
        int width = 0, height = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            SamProposals proposals = _model.Decode(decoder, encoded, detections[i].Box, cancellationToken);
            (width, height) = (proposals.Width, proposals.Height);
            logits[i] = proposals.Logits(proposals.Best()).ToArray();
            RemoveSmallRegions(logits[i], width, height);
        }

        ResolveOverlaps(logits);
        return Upsample(detections, logits, width, height, encoded.Letterbox);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _detector.Dispose();
        _model.Dispose();
    }

    private static List<Detection> Upsample(
        IReadOnlyList<Detection> detections, float[][] logits, int width, int height, Letterbox letterbox)
    {
        // Masks at the size of the image lie on the image; smaller ones on the input with its padding.
        bool ofImage = width == letterbox.ImageWidth && height == letterbox.ImageHeight;
        Letterbox placed = ofImage ? Letterbox.Stretched(width, height, width, height) : letterbox;
        var segmented = new List<Detection>(detections.Count);
        for (int i = 0; i < logits.Length; i++)
        {
            BoundingBox box = detections[i].Box;
            float marginX = box.Width * BoxMargin, marginY = box.Height * BoxMargin;
            var reach = new BoundingBox(box.Left - marginX, box.Top - marginY, box.Right + marginX, box.Bottom + marginY);
            Mask mask = PrototypeMasks.Make(logits[i], width, height, placed, reach);
            if (!mask.IsEmpty)
            {
                segmented.Add(detections[i] with { Mask = mask });
            }
        }

        return segmented;
    }

    private static void RemoveSmallRegions(float[] logits, int width, int height)
    {
        var map = new byte[logits.Length];
        int area = 0;
        for (int i = 0; i < map.Length; i++)
        {
            map[i] = logits[i] > 0 ? (byte)255 : (byte)0;
            area += map[i] & 1;
        }

        PixelOperations.RemoveSmallRegions(map, width, height, Math.Max(2, (int)(area * SmallRegionShare)));
        for (int i = 0; i < map.Length; i++)
        {
            if (map[i] != 0 != logits[i] > 0)
            {
                logits[i] = -logits[i];
            }
        }
    }

    /// <summary>Where several masks claim a pixel, each logit becomes its lead over the best of the others, so that one mask keeps the
    /// pixel and the border between two runs where they are equally sure.</summary>
    private static void ResolveOverlaps(float[][] logits)
    {
        for (int pixel = 0; pixel < logits[0].Length; pixel++)
        {
            float best = 0, second = 0;
            int winner = -1;
            for (int i = 0; i < logits.Length; i++)
            {
                float logit = logits[i][pixel];
                if (logit > best)
                {
                    (second, best, winner) = (best, logit, i);
                }
                else if (logit > second)
                {
                    second = logit;
                }
            }

            for (int i = 0; second > 0 && i < logits.Length; i++)
            {
                logits[i][pixel] = Math.Min(logits[i][pixel], logits[i][pixel] - (i == winner ? second : best));
            }
        }
    }
}
