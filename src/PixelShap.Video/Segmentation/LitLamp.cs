using PixelShap.Masking;

namespace PixelShap.Video.Segmentation;

/// <summary>The lamp of a traffic light that is lit.</summary>
public enum LampColour
{
    /// <summary>No lamp is seen to be lit.</summary>
    Unknown = 0,

    /// <summary>Stop.</summary>
    Red = 1,

    /// <summary>Between stop and go.</summary>
    Amber = 2,

    /// <summary>Go.</summary>
    Green = 3,
}

/// <summary>Tells which lamp of a traffic light is lit from its bright pixels.</summary>
public static class LitLamp
{
    private const int Bright = 130;

    // Fewer bright pixels of one colour than this share, or than a few, are reflections.
    private const double LeastShare = 0.02;
    private const int LeastPixels = 3;

    /// <summary>The lamp that is lit.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="box">Where the light is.</param>
    /// <param name="mask">Its pixels; null for the whole box.</param>
    public static LampColour Of(BgrImage image, BoundingBox box, Mask? mask)
    {
        PixelBox area = box.ToPixels(image.Width, image.Height);
        int red = 0, amber = 0, green = 0, all = 0;
        for (int y = area.Y; y < area.Bottom; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            for (int x = area.X; x < area.Right; x++)
            {
                if (mask is not null && !mask[x, y])
                {
                    continue;
                }

                all++;
                (int b, int g, int r) = (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]);
                if (Math.Max(r, g) < Bright)
                {
                    continue;
                }

                // A lamp at night is nearly white in its middle: what is left of its colour is in the differences.
                bool yellowish = g > 1.4 * b;
                red += r > 1.25 * g && r > 1.25 * b && (!yellowish || r > 1.9 * g) ? 1 : 0;
                amber += r > 1.05 * g && r <= 1.9 * g && yellowish ? 1 : 0;
                green += g > 1.2 * r && g > 0.95 * b ? 1 : 0;
            }
        }

        (int Count, LampColour Colour) best = new[] { (red, LampColour.Red), (amber, LampColour.Amber), (green, LampColour.Green) }.MaxBy(lamp => lamp.Item1);
        return best.Count >= Math.Max(LeastPixels, LeastShare * all) ? best.Colour : LampColour.Unknown;
    }
}
