namespace PixelShap.Video.Attribution.Attributes;

/// <summary>Finds the lamps of an object by their colour: small spots of glaring red, amber or white, and of green on a traffic light.</summary>
internal static class ObjectLamps
{
    // A lamp has so many pixels, or this share of the object, and no more than that: what is larger is paint. A traffic light is mostly lamp.
    private const int FewestPixels = 4;
    private const double LeastShare = 0.002, MostShare = 0.12, MostShareOfLight = 0.6;

    /// <summary>The places of the lamps' pixels; none where no lamp is lit.</summary>
    /// <param name="cutout">The object.</param>
    /// <param name="isTrafficLight">Whether it is a traffic light.</param>
    public static IReadOnlyList<int> Find(ObjectCutout cutout, bool isTrafficLight)
    {
        int area = cutout.Places.Count();
        double least = Math.Max(FewestPixels, LeastShare * area), most = (isTrafficLight ? MostShareOfLight : MostShare) * area;
        var open = new HashSet<int>(cutout.Places.Where(place => Glares(cutout.Pixels.AsSpan(3 * place, 3), isTrafficLight)));
        var lamps = new List<int>();
        while (open.Count > 0)
        {
            List<int> spot = Spot(open, cutout.Box.Width);
            if (spot.Count >= least && spot.Count <= most)
            {
                lamps.AddRange(spot);
            }
        }

        return lamps;
    }

    private static bool Glares(ReadOnlySpan<byte> pixel, bool isTrafficLight)
    {
        (int blue, int green, int red) = (pixel[0], pixel[1], pixel[2]);
        bool isRed = red >= 110 && red - Math.Max(green, blue) >= 50;
        bool isAmber = red >= 160 && green >= 80 && green <= 0.85 * red && blue <= 0.6 * green;
        bool isWhite = Math.Min(red, Math.Min(green, blue)) >= 230;
        bool isGreen = isTrafficLight && green >= 110 && green - red >= 40;
        return isRed || isAmber || isWhite || isGreen;
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
