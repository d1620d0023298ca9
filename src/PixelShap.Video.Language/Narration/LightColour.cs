using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Language.Narration;

/// <summary>Tells the colour of a traffic light from its bright pixels.</summary>
internal static class LightColour
{
    private const int Bright = 130;

    // Fewer bright pixels of one colour than this share of the box are reflections.
    private const double LeastShare = 0.02;

    /// <summary>The colour in words; null when no lamp is seen to be lit.</summary>
    public static string? Of(BgrImage image, BoundingBox box)
    {
        PixelBox area = box.ToPixels(image.Width, image.Height);
        int red = 0, amber = 0, green = 0;
        for (int y = area.Y; y < area.Bottom; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            for (int x = area.X; x < area.Right; x++)
            {
                (int b, int g, int r) = (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]);
                if (Math.Max(r, g) < Bright)
                {
                    continue;
                }

                red += r > 1.6 * g && r > 1.4 * b ? 1 : 0;
                amber += r > 1.05 * g && r <= 1.6 * g && g > 1.6 * b ? 1 : 0;
                green += g > 1.25 * r && g > 0.95 * b ? 1 : 0;
            }
        }

        (int Count, string Name) best = new[] { (red, "red"), (amber, "amber"), (green, "green") }.MaxBy(colour => colour.Item1);
        return best.Count > LeastShare * area.Width * area.Height ? best.Name : null;
    }
}
