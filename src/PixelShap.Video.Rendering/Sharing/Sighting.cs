using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Sharing;

/// <summary>Something that is covered, as long as it is followed.</summary>
/// <param name="rule">The rule that covers it.</param>
internal sealed class Sighting(string rule)
{
    private const int ThumbnailSide = 160;

    public string Rule { get; } = rule;

    /// <summary>The frames in which it was seen.</summary>
    public int Looks { get; private set; }

    public float BestScore { get; private set; } = -1;

    public double BestSeconds { get; private set; }

    /// <summary>It and as much around it at its best look; null from the moment in which a look was sure.</summary>
    public BgrImage? Thumbnail { get; private set; }

    /// <summary>Notes a look at it.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="box">Where it is.</param>
    /// <param name="score">How sure the network is.</param>
    /// <param name="seconds">When.</param>
    /// <param name="sure">The score from which no thumbnail is needed.</param>
    public void Look(BgrImage image, BoundingBox box, float score, double seconds, float sure)
    {
        Looks++;
        if (score <= BestScore)
        {
            return;
        }

        (BestScore, BestSeconds) = (score, seconds);
        Thumbnail = score >= sure ? null : Cut(image, box);
    }

    public void Forget() => Thumbnail = null;

    private static BgrImage? Cut(BgrImage image, BoundingBox box)
    {
        float side = Math.Max(Math.Max(box.Width, box.Height), 16), x = (box.Left + box.Right) / 2, y = (box.Top + box.Bottom) / 2;
        PixelBox part = new BoundingBox(x - side, y - side, x + side, y + side).ToPixels(image.Width, image.Height);
        if (part.IsEmpty)
        {
            return null;
        }

        int step = Math.Max(1, (Math.Max(part.Width, part.Height) + ThumbnailSide - 1) / ThumbnailSide), width = Math.Max(1, part.Width / step), height = Math.Max(1, part.Height / step);
        var copy = new BgrImage(new byte[width * height * 3], width, height, width * 3);
        for (int row = 0; row < height; row++)
        {
            ReadOnlySpan<byte> source = image.Row(part.Y + (row * step));
            Span<byte> target = copy.Row(row);
            for (int column = 0; column < width; column++)
            {
                source.Slice(3 * (part.X + (column * step)), 3).CopyTo(target[(3 * column)..]);
            }
        }

        return copy;
    }
}
