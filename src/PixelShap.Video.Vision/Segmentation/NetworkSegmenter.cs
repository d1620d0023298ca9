using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;

namespace PixelShap.Video.Vision.Segmentation;

/// <summary>Finds objects with one network: prepare, run, decode, suppress, keep the wanted classes, make masks.</summary>
internal sealed class NetworkSegmenter : ISegmenter
{
    private readonly OnnxModel _model;
    private readonly INetworkDecoder _decoder;
    private readonly SegmenterOptions _options;
    private readonly IReadOnlyList<string> _classNames;
    private readonly bool[] _kept;

    internal NetworkSegmenter(string kind, OnnxModel model, INetworkDecoder decoder, SegmenterOptions options)
    {
        _model = model;
        _decoder = decoder;
        _options = options;
        _classNames = decoder.ClassNames ?? ClassNames.For(model, decoder.ClassCount, options.ClassNamesFile);
        _kept = ClassGroups.Select(options.Classes, _classNames);
        Name = $"{kind} ({model.Name})";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ExecutionProvider? Provider => _model.Provider;

    /// <inheritdoc/>
    public IReadOnlyList<Detection> Segment(BgrImage image, CancellationToken cancellationToken)
    {
        using OnnxRun run = _model.Rent();
        Letterbox letterbox = _decoder.Prepare(image, run);
        run.Execute(cancellationToken);

        List<Candidate> candidates = [];
        _decoder.Decode(run, letterbox, _options.ScoreThreshold, candidates);
        candidates.RemoveAll(candidate => !_kept[candidate.ClassId]);
        NonMaximumSuppression.Apply(candidates, _decoder.NeedsSuppression ? _options.NmsIoU : 1, _options.MaxDetections);

        var detections = new List<Detection>(candidates.Count);
        foreach (Candidate candidate in candidates)
        {
            BoundingBox box = letterbox.ToImage(candidate.Box.Left, candidate.Box.Top, candidate.Box.Right, candidate.Box.Bottom);
            if (box.Area <= 0)
            {
                continue;
            }

            Mask? mask = _decoder.MaskOf(run, letterbox, candidate, box);
            if (mask is not { IsEmpty: true })
            {
                detections.Add(new Detection(candidate.ClassId, _classNames[candidate.ClassId], candidate.Score, box, mask));
            }
        }

        return detections;
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
