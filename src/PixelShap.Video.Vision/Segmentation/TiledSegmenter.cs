using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Vision.Segmentation;

/// <summary>Looks at a picture as a whole and at overlapping pieces of it, so that a network with a small input sees small objects too. Gives boxes alone.</summary>
/// <param name="inner">Looks at each piece; disposed with this.</param>
/// <param name="width">The width of a piece in pixels.</param>
/// <param name="height">Its height.</param>
public sealed class TiledSegmenter(ISegmenter inner, int width, int height) : ISegmenter
{
    // A face that a seam cuts is whole in the neighbour as long as it is smaller than a quarter of the piece.
    private const double Overlap = 0.25;
    private const float Same = 0.4f;

    /// <inheritdoc/>
    public string Name => $"{inner.Name} in pieces of {width}x{height}";

    /// <inheritdoc/>
    public ExecutionProvider? Provider => inner.Provider;

    /// <inheritdoc/>
    public IReadOnlyList<Detection> Segment(BgrImage image, CancellationToken cancellationToken)
    {
        List<Detection> found = [.. inner.Segment(image, cancellationToken)];
        if (image.Width > width * (1 + Overlap) || image.Height > height * (1 + Overlap))
        {
            foreach (int y in Starts(image.Height, height))
            {
                foreach (int x in Starts(image.Width, width))
                {
                    int w = Math.Min(width, image.Width - x), h = Math.Min(height, image.Height - y);
                    var piece = new BgrImage(image.Pixels[((y * image.Stride) + (3 * x))..], w, h, image.Stride);
                    found.AddRange(inner.Segment(piece, cancellationToken).Select(detection => detection with
                    {
                        Box = new BoundingBox(detection.Box.Left + x, detection.Box.Top + y, detection.Box.Right + x, detection.Box.Bottom + y),
                        Mask = null,
                    }));
                }
            }
        }

        List<Detection> kept = [];
        foreach (Detection detection in found.OrderByDescending(detection => detection.Score))
        {
            if (!kept.Exists(other => other.ClassId == detection.ClassId && other.Box.IoU(detection.Box) > Same))
            {
                kept.Add(detection);
            }
        }

        return kept;
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private static IEnumerable<int> Starts(int length, int piece)
    {
        int count = length <= piece ? 1 : 1 + (int)Math.Ceiling((length - piece) / (piece * (1 - Overlap)));
        return Enumerable.Range(0, count).Select(i => count == 1 ? 0 : (int)((long)(length - piece) * i / (count - 1)));
    }
}
