using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Attribution.Claims;

/// <summary>
/// Tells which colours one may call the objects of a picture. It is generous: a colour is ruled out only where hardly any pixel of the object has it. The light of the
/// scene is taken out first, since at dusk every white car is red.
/// </summary>
internal sealed class ObjectLooks
{
    // Of smaller things nobody can tell the colour.
    private const int FewestPixels = 150;

    // Pixels that are more colourful than this have a hue; one that so large a part of an object has is its colour, too: a bus may be red and white.
    private const double LeastSaturation = 0.35, LeastRange = 12, LeastBright = 30, LeastShare = 0.3, LeastShareOfBlue = 0.6;

    // The colour of an object is the median over its pixels of ln(red / green) and ln(blue / green). Where both are near 0 it is black, grey or white; else its hue.
    private const double Reddish = 0.2, Greenish = -0.08, Bluish = 0.22, Yellowish = -0.25, Colourless = 0.18, LeastBlue = -0.15, MostBlue = 0.25, Darkest = 25, Floor = 4;

    // Black is darker, and white brighter, than these parts of what is bright in the picture.
    private const double Dark = 0.4, DarkInAnyLight = 20, Pale = 0.6, PaleShare = 0.85;

    // From red over orange, yellow, green and blue to purple: the degrees that people give each name; they overlap.
    private static readonly (PaintColours Colour, double From, double To)[] s_hues =
    [
        (PaintColours.Red, 335, 380), (PaintColours.Orange, 8, 48), (PaintColours.Yellow, 38, 75),
        (PaintColours.Green, 70, 185), (PaintColours.Blue, 175, 265), (PaintColours.Purple, 255, 345),
    ];

    private readonly BgrImage _image;
    private readonly (double Red, double Green, double Blue) _light;
    private readonly double _bright;

    private ObjectLooks(BgrImage image)
    {
        _image = image;
        (_light, _bright) = LightOf(image);
    }

    /// <summary>Looks at the objects of a picture.</summary>
    public static IReadOnlyList<ObjectLook> Of(BgrImage image, IEnumerable<TrackedObject> objects)
    {
        var looks = new ObjectLooks(image);
        return [.. objects.Select(item => new ObjectLook(item.TrackId, looks.ColoursOf(item.Detection), IsLight(item) ? LitLamp.Of(image, item.Detection.Box, item.Detection.Mask) : LampColour.Unknown))];
    }

    private static bool IsLight(TrackedObject item) => string.Equals(item.Detection.ClassName, ClaimedThings.Light, StringComparison.OrdinalIgnoreCase);

    private PaintColours ColoursOf(Detection detection)
    {
        PixelBox area = detection.Mask?.Box ?? detection.Box.ToPixels(_image.Width, _image.Height);
        var counts = new int[s_hues.Length];
        List<double> brightness = [], reddish = [], bluish = [];
        for (int y = area.Y; y < area.Bottom; y++)
        {
            ReadOnlySpan<byte> row = _image.Row(y);
            for (int x = area.X; x < area.Right; x++)
            {
                if (detection.Mask?[x, y] == false)
                {
                    continue;
                }

                (double red, double green, double blue) = (row[(3 * x) + 2] / _light.Red, row[(3 * x) + 1] / _light.Green, row[3 * x] / _light.Blue);
                brightness.Add(Count(red, green, blue, counts));
                if (brightness[^1] > Darkest)
                {
                    reddish.Add(Math.Log(Math.Max(Floor, red) / Math.Max(Floor, green)));
                    bluish.Add(Math.Log(Math.Max(Floor, blue) / Math.Max(Floor, green)));
                }
            }
        }

        if (brightness.Count < FewestPixels)
        {
            return PaintColours.None;
        }

        double toRed = Quantile(reddish, 0.5), toBlue = Quantile(bluish, 0.5);
        bool isColourless = Math.Abs(toRed) < Colourless && toBlue is > LeastBlue and < MostBlue;
        (PaintColours Colour, bool IsSo)[] median =
        [
            (PaintColours.Red, toRed > Reddish),
            (PaintColours.Orange, toRed > -LeastBlue && toBlue < LeastBlue),
            (PaintColours.Yellow, toBlue < Yellowish && toRed is > LeastBlue and < 2 * Reddish),
            (PaintColours.Green, toRed < Greenish && toBlue < MostBlue),
            (PaintColours.Blue, toBlue > Bluish),
            (PaintColours.Purple, toRed > 0.05 && toBlue > Reddish),
            (PaintColours.Grey, isColourless),
            (PaintColours.Black, isColourless && Quantile(brightness, 0.5) < (Dark * _bright) + DarkInAnyLight),
            (PaintColours.White, isColourless && Quantile(brightness, PaleShare) > Pale * _bright),
        ];
        PaintColours colours = median.Where(colour => colour.IsSo).Aggregate(PaintColours.None, (all, colour) => all | colour.Colour);

        // Shade is blue: blue counts where most of the object has it.
        colours = s_hues.Index()
            .Where(hue => counts[hue.Index] >= (hue.Item.Colour == PaintColours.Blue ? LeastShareOfBlue : LeastShare) * brightness.Count)
            .Aggregate(colours, (all, hue) => all | hue.Item.Colour);

        // What is none of them can have any dark colour: it is too dark to tell.
        return colours == PaintColours.None ? PaintColours.Black | PaintColours.Grey | PaintColours.Blue | PaintColours.Green : colours;
    }

    private static double Quantile(List<double> values, double share)
    {
        values.Sort();
        return values.Count == 0 ? 0 : values[Math.Min(values.Count - 1, (int)(share * values.Count))];
    }

    /// <summary>Counts a pixel for the hues that it may have.</summary>
    /// <returns>Its brightness.</returns>
    private static double Count(double red, double green, double blue, int[] counts)
    {
        double most = Math.Max(red, Math.Max(green, blue)), range = most - Math.Min(red, Math.Min(green, blue));
        if (most > LeastBright && range > LeastRange && range > LeastSaturation * most)
        {
            double hue = most == red ? 60 * (green - blue) / range : most == green ? 120 + (60 * (blue - red) / range) : 240 + (60 * (red - green) / range);
            for (int i = 0; i < s_hues.Length; i++)
            {
                // Red goes around the full circle.
                double at = hue < 0 ? hue + 360 : hue < 20 && s_hues[i].To > 360 ? hue + 360 : hue;
                counts[i] += at >= s_hues[i].From && at < s_hues[i].To ? 1 : 0;
            }
        }

        return most;
    }

    /// <summary>The colour of the light, by which each channel is divided, and how bright the bright parts of the picture are.</summary>
    private static ((double Red, double Green, double Blue) Light, double Bright) LightOf(BgrImage image)
    {
        double red = 0, green = 0, blue = 0;
        int counted = 0;
        var histogram = new int[256];
        for (int y = 0; y < image.Height; y += 2)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            for (int x = 0; x < image.Width; x += 2)
            {
                (int b, int g, int r) = (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]);
                int most = Math.Max(r, Math.Max(g, b));
                histogram[most]++;

                // What is black or blown out has no colour.
                if (most is > 40 and < 240)
                {
                    (red, green, blue, counted) = (red + Math.Log(Math.Max(1, r)), green + Math.Log(Math.Max(1, g)), blue + Math.Log(Math.Max(1, b)), counted + 1);
                }
            }
        }

        int brighter = histogram.Sum() / 10, level = 255;
        for (; level > 0 && brighter > histogram[level]; level--)
        {
            brighter -= histogram[level];
        }

        if (counted == 0)
        {
            return ((1, 1, 1), level);
        }

        (red, green, blue) = (Math.Exp(red / counted), Math.Exp(green / counted), Math.Exp(blue / counted));
        double mean = (red + green + blue) / 3;
        return ((red / mean, green / mean, blue / mean), level);
    }
}
