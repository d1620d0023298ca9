namespace PixelShap.Video.Attribution.Attributes;

/// <summary>Finds the lamps of an object by their colour: small spots of glaring red or amber, of white on what is dark, and of green on a traffic light.</summary>
internal static class ObjectLamps
{
    // A lamp has so many pixels, or this share of the object, and no more than that: what is larger is paint. A traffic light is mostly lamp.
    private const int FewestPixels = 4;
    private const double LeastShare = 0.002, MostShare = 0.12, MostShareOfLight = 0.6;

    // On a brighter object than this, of 255, white spots are paint in the sun.
    private const double BrightestForWhite = 110;

    /// <summary>What may have lamps that can be put out.</summary>
    private static readonly HashSet<string> s_lit = new(["car", "truck", "bus", "van", "trailer", "motorcycle", "motor", "train", "bicycle", "rider", TrafficLight], StringComparer.OrdinalIgnoreCase);

    private const string TrafficLight = "traffic light";

    /// <summary>The places of the lamps' pixels; none where no lamp is lit.</summary>
    /// <param name="cutout">The object.</param>
    /// <param name="className">What it is.</param>
    public static IReadOnlyList<int> Find(ObjectCutout cutout, string className)
    {
        if (!s_lit.Contains(className))
        {
            return [];
        }

        bool isTrafficLight = string.Equals(className, TrafficLight, StringComparison.OrdinalIgnoreCase);
        int area = cutout.Places.Count();
        double least = Math.Max(FewestPixels, LeastShare * area), most = (isTrafficLight ? MostShareOfLight : MostShare) * area;
        bool isDark = cutout.Places.Average(cutout.BrightnessAt) <= BrightestForWhite;
        var lamps = new List<int>();

        // One after the other: a brake lamp touches white paint.
        foreach (Colour colour in (Colour[])[Colour.Warm, .. isDark ? [Colour.White] : Array.Empty<Colour>(), .. isTrafficLight ? [Colour.Green] : Array.Empty<Colour>()])
        {
            var open = new HashSet<int>(cutout.Places.Where(place => ColourOf(cutout.Pixels.AsSpan(3 * place, 3)) == colour));
            while (open.Count > 0)
            {
                List<int> spot = Spot(open, cutout.Box.Width);
                if (spot.Count >= least && spot.Count <= most)
                {
                    lamps.AddRange(spot);
                }
            }
        }

        return lamps;
    }

    private enum Colour
    {
        None,
        Warm,
        White,
        Green,
    }

    private static Colour ColourOf(ReadOnlySpan<byte> pixel)
    {
        (int blue, int green, int red) = (pixel[0], pixel[1], pixel[2]);
        bool isRed = red >= 110 && red - Math.Max(green, blue) >= 50;
        bool isAmber = red >= 160 && green >= 80 && green <= 0.85 * red && blue <= 0.6 * green;
        bool isWhite = Math.Min(red, Math.Min(green, blue)) >= 230;
        bool isGreen = green >= 110 && green - red >= 40;
        return isRed || isAmber ? Colour.Warm : isWhite ? Colour.White : isGreen ? Colour.Green : Colour.None;
    }

    /// <summary>Takes one connected spot out of the open places.</summary>
    private static List<int> Spot(HashSet<int> open, int width)
    {
        var spot = new List<int> { open.First() };
        _ = open.Remove(spot[0]);
        for (int next = 0; next < spot.Count; next++)
        {
            int x = spot[next] % width;
            foreach (int near in (int[])[spot[next] - width, spot[next] + width, x > 0 ? spot[next] - 1 : -1, x < width - 1 ? spot[next] + 1 : -1])
            {
                if (open.Remove(near))
                {
                    spot.Add(near);
                }
            }
        }

        return spot;
    }
}
