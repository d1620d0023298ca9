using System.Numerics.Tensors;
using Microsoft.Extensions.Logging;
using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;
using PixelShap.Video.Vision.Onnx;
using PixelShap.Video.Vision.Segmentation;

namespace PixelShap.Video.Vision.Appearance;

/// <summary>
/// Embeddings for knowing objects again, from networks in the layout of OSNet (Zhou et al. 2019): <c>images[N,3,H,W]</c>, RGB with
/// ImageNet's mean and deviation → <c>[N,D]</c>. Embeddings have length 1. Thread-safe.
/// </summary>
public sealed class OsNetAppearanceModel : IAppearanceModel
{
    /// <summary>Objects lower or narrower than this many pixels say too little.</summary>
    private const int SmallestSide = 12;

    private readonly OnnxModel _model;
    private readonly int _width;
    private readonly int _height;

    /// <summary>Loads the network.</summary>
    /// <exception cref="PixelShapException">The file cannot be loaded or has another layout.</exception>
    public OsNetAppearanceModel(string path, OnnxModelOptions options, ILoggerFactory loggerFactory)
    {
        _model = new OnnxModelLoader(loggerFactory).Load(path, options);
        if (_model.Inputs.Count != 1 || _model.Inputs[0].Shape is not [_, 3, > 0, > 0] input || _model.Outputs[0].Shape is not [_, > 0])
        {
            string ports = _model.Describe();
            _model.Dispose();
            throw new PixelShapException(
                ExitCode.Usage, $"The appearance model '{path}' is not recognised; it has {ports}.",
                    "Expected OSNet: images[N,3,H,W] -> [N,D].");
        }

        (_height, _width) = (input[2], input[3]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<float[]?> Embed(BgrImage image, IReadOnlyList<Detection> detections, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(detections);
        PixelBox[] boxes = [.. detections.Select(detection => detection.Box.ToPixels(image.Width, image.Height))];
        int[] large = [.. Enumerable.Range(0, boxes.Length).Where(i => Math.Min(boxes[i].Width, boxes[i].Height) >= SmallestSide)];
        var embeddings = new float[]?[boxes.Length];
        int batch = _model.Inputs[0].Shape[0] > 0 ? _model.Inputs[0].Shape[0] : Math.Max(1, large.Length);
        using OnnxRun run = _model.Rent();
        foreach (int[] chunk in large.Chunk(batch))
        {
            // A model with a fixed batch gets the rest of it as it was.
            int size = 3 * _width * _height, count = _model.Inputs[0].Shape[0] > 0 ? batch : chunk.Length;
            Span<float> input = run.Input<float>(0, count, 3, _height, _width);
            for (int i = 0; i < chunk.Length; i++)
            {
                PixelBox box = boxes[chunk[i]];
                var crop = new BgrImage(image.Pixels[((box.Y * image.Stride) + (box.X * 3))..], box.Width, box.Height, image.Stride);
                ImageTensor.ImageNet.Write(crop, Letterbox.Stretched(box.Width, box.Height, _width, _height), input.Slice(i * size, size));
            }

            run.Execute(cancellationToken);
            ReadOnlySpan<float> output = run.Output<float>(0);
            int length = output.Length / count;
            for (int i = 0; i < chunk.Length; i++)
            {
                float[] embedding = output.Slice(i * length, length).ToArray();
                TensorPrimitives.Divide(embedding, Math.Max(TensorPrimitives.Norm(embedding), 1e-12f), embedding);
                embeddings[chunk[i]] = embedding;
            }
        }

        return embeddings;
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
