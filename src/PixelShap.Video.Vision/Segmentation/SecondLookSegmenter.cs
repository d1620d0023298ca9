using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Vision.Segmentation;

/// <summary>
/// Looks again at what is large and not sure: at a cut-out around it, mirrored. What is there is seen in both; a pattern that happened to look like it hardly ever is. Small things are kept without
/// a second look: they cost little where they are none.
/// </summary>
/// <param name="inner">Looks; disposed with this.</param>
/// <param name="largest">The part of the picture from which something is large, 0 to 1.</param>
/// <param name="sure">The score from which no second look is needed.</param>
public sealed class SecondLookSegmenter(ISegmenter inner, float largest, float sure) : ISegmenter
{
    private const float Same = 0.3f, Around = 0.4f;

    /// <inheritdoc/>
    public string Name => $"{inner.Name}, twice at what is large and not sure";

    /// <inheritdoc/>
    public ExecutionProvider? Provider => inner.Provider;

    /// <inheritdoc/>
    public IReadOnlyList<Detection> Segment(BgrImage image, CancellationToken cancellationToken) =>
        [.. inner.Segment(image, cancellationToken).Where(detection =>
            detection.Score >= sure || detection.Box.Area < largest * image.Width * image.Height || IsSeenAgain(image, detection, cancellationToken))];

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private bool IsSeenAgain(BgrImage image, Detection detection, CancellationToken cancellationToken)
    {
        BoundingBox box = detection.Box;
        float across = Around * box.Width, down = Around * box.Height;
        PixelBox part = new BoundingBox(box.Left - across, box.Top - down, box.Right + across, box.Bottom + down).ToPixels(image.Width, image.Height);
        var mirrored = new BgrImage(new byte[part.Width * part.Height * 3], part.Width, part.Height, part.Width * 3);
        for (int y = 0; y < part.Height; y++)
        {
            ReadOnlySpan<byte> source = image.Row(part.Y + y).Slice(3 * part.X, 3 * part.Width);
            Span<byte> target = mirrored.Row(y);
            for (int x = 0; x < part.Width; x++)
            {
                source.Slice(3 * x, 3).CopyTo(target[(3 * (part.Width - 1 - x))..]);
            }
        }

        var expected = new BoundingBox(part.Right - box.Right, box.Top - part.Y, part.Right - box.Left, box.Bottom - part.Y);
        return inner.Segment(mirrored, cancellationToken).Any(again => again.ClassId == detection.ClassId && again.Box.IoU(expected) >= Same);
    }
}
