using PixelShap.Masking;

namespace PixelShap.Video.Attribution.Attributes;

/// <summary>Takes one attribute from an object. Each gives a cutout of its own.</summary>
internal static class Alterations
{
    // Of its width or height: how far things are smoothed. How small a thing gets; how much light is left of a lamp that is out, and how much of its colour.
    private const double SmoothedOver = 0.125, Smaller = 0.6, LightLeft = 0.3, ColourLeft = 0.35;
    private const int SmoothingRounds = 3;

    /// <summary>Grey, as bright as before.</summary>
    public static ObjectCutout WithoutColour(ObjectCutout cutout) => Each(cutout, cutout.Places, static (pixel, _) =>
    {
        byte grey = (byte)Math.Round(ObjectCutout.BrightnessOf(pixel));
        (pixel[0], pixel[1], pixel[2]) = (grey, grey, grey);
    });

    /// <summary>As bright, on average, as is said.</summary>
    public static ObjectCutout WithBrightness(ObjectCutout cutout, double brightness)
    {
        double factor = brightness / Math.Max(1, cutout.Places.Average(cutout.BrightnessAt));
        return Each(cutout, cutout.Places, (pixel, _) => Scale(pixel, factor));
    }

    /// <summary>The lamps as they are on another.</summary>
    public static ObjectCutout WithPixels(ObjectCutout cutout, ObjectCutout other, IReadOnlyList<int> lamps) =>
        Each(cutout, Glow(cutout, lamps), (pixel, place) => other.Pixels.AsSpan(3 * place, 3).CopyTo(pixel));

    /// <summary>The lamps out: dark, with a rest of their colour.</summary>
    public static ObjectCutout WithoutLights(ObjectCutout cutout, IReadOnlyList<int> lamps)
    {
        return Each(cutout, Glow(cutout, lamps), static (pixel, _) =>
        {
            double light = ObjectCutout.BrightnessOf(pixel);
            for (int channel = 0; channel < 3; channel++)
            {
                pixel[channel] = (byte)Math.Clamp(LightLeft * (light + (ColourLeft * (pixel[channel] - light))), 0, 255);
            }
        });
    }

    /// <summary>Smooth: what is drawn on it is averaged away, the outline stays.</summary>
    public static ObjectCutout WithoutTexture(ObjectCutout cutout)
    {
        (int width, int height) = (cutout.Box.Width, cutout.Box.Height);
        for (int round = 0; round < SmoothingRounds; round++)
        {
            cutout = Averaged(cutout, Math.Max(1, (int)(SmoothedOver * width)), 1);
            cutout = Averaged(cutout, Math.Max(1, (int)(SmoothedOver * height)), width);
        }

        return cutout;
    }

    /// <summary>An ellipse as wide and as high, filled with what is the object's own.</summary>
    public static ObjectCutout WithoutShape(ObjectCutout cutout)
    {
        (int width, int height) = (cutout.Box.Width, cutout.Box.Height);
        var inside = new bool[cutout.Inside.Length];
        for (int i = 0; i < inside.Length; i++)
        {
            double across = ((2.0 * (i % width)) + 1 - width) / width, down = ((2.0 * (i / width)) + 1 - height) / height;
            inside[i] = (across * across) + (down * down) <= 1;
        }

        // What is put around it is smooth: the nearest pixels alone would be a pattern of stripes.
        ObjectCutout grown = cutout with { Pixels = Grown(cutout), Inside = inside }, smooth = WithoutTexture(grown);
        return Each(grown, grown.Places.Where(place => !cutout.Inside[place]), (pixel, place) => smooth.Pixels.AsSpan(3 * place, 3).CopyTo(pixel));
    }

    /// <summary>The same elsewhere.</summary>
    public static ObjectCutout At(ObjectCutout cutout, int x, int y) => cutout with { Box = cutout.Box with { X = x, Y = y } };

    /// <summary>Smaller, its foot in the same place.</summary>
    public static ObjectCutout WithoutSize(ObjectCutout cutout)
    {
        PixelBox box = cutout.Box;
        int width = Math.Max(1, (int)(Smaller * box.Width)), height = Math.Max(1, (int)(Smaller * box.Height));
        var pixels = new byte[width * height * 3];
        var inside = new bool[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                // The mean of the object's pixels that come together here.
                int left = x * box.Width / width, right = Math.Max(left + 1, (x + 1) * box.Width / width), top = y * box.Height / height, bottom = Math.Max(top + 1, (y + 1) * box.Height / height);
                (int count, int blue, int green, int red) = (0, 0, 0, 0);
                for (int v = top; v < bottom; v++)
                {
                    for (int u = left; u < right; u++)
                    {
                        int place = (v * box.Width) + u;
                        if (cutout.Inside[place])
                        {
                            (count, blue, green, red) = (count + 1, blue + cutout.Pixels[3 * place], green + cutout.Pixels[(3 * place) + 1], red + cutout.Pixels[(3 * place) + 2]);
                        }
                    }
                }

                int at = (y * width) + x;
                inside[at] = 2 * count >= (right - left) * (bottom - top);
                if (count > 0)
                {
                    (pixels[3 * at], pixels[(3 * at) + 1], pixels[(3 * at) + 2]) = ((byte)(blue / count), (byte)(green / count), (byte)(red / count));
                }
            }
        }

        return new ObjectCutout(new PixelBox(box.X + ((box.Width - width) / 2), box.Bottom - height, width, height), pixels, inside);
    }

    /// <summary>Lamps with what glows around them.</summary>
    private static HashSet<int> Glow(ObjectCutout cutout, IReadOnlyList<int> lamps)
    {
        int width = cutout.Box.Width;
        return [.. lamps.SelectMany(place => Around(place, width)).Where(place => place >= 0 && place < cutout.Inside.Length && cutout.Inside[place])];
    }

    private static IEnumerable<int> Around(int place, int width)
    {
        int x = place % width;
        for (int row = -1; row <= 1; row++)
        {
            for (int column = Math.Max(-1, -x); column <= Math.Min(1, width - 1 - x); column++)
            {
                yield return place + (row * width) + column;
            }
        }
    }

    private delegate void Change(Span<byte> pixel, int place);

    private static ObjectCutout Each(ObjectCutout cutout, IEnumerable<int> places, Change change)
    {
        byte[] pixels = [.. cutout.Pixels];
        foreach (int place in places)
        {
            change(pixels.AsSpan(3 * place, 3), place);
        }

        return cutout with { Pixels = pixels };
    }

    private static void Scale(Span<byte> pixel, double factor)
    {
        for (int channel = 0; channel < 3; channel++)
        {
            pixel[channel] = (byte)Math.Clamp(pixel[channel] * factor, 0, 255);
        }
    }

    /// <summary>Each pixel of the object becomes the mean of those along one axis that are no farther than a radius, and the object's.</summary>
    private static ObjectCutout Averaged(ObjectCutout cutout, int radius, int step)
    {
        int width = cutout.Box.Width, length = step == 1 ? width : cutout.Box.Height;
        return Each(cutout, cutout.Places, (pixel, place) =>
        {
            int at = step == 1 ? place % width : place / width;
            (int count, int blue, int green, int red) = (0, 0, 0, 0);
            for (int other = Math.Max(0, at - radius); other <= Math.Min(length - 1, at + radius); other++)
            {
                int near = place + ((other - at) * step);
                if (cutout.Inside[near])
                {
                    (count, blue, green, red) = (count + 1, blue + cutout.Pixels[3 * near], green + cutout.Pixels[(3 * near) + 1], red + cutout.Pixels[(3 * near) + 2]);
                }
            }

            (pixel[0], pixel[1], pixel[2]) = ((byte)(blue / count), (byte)(green / count), (byte)(red / count));
        });
    }

    /// <summary>The pixels, those around the object taken from the nearest of its own.</summary>
    private static byte[] Grown(ObjectCutout cutout)
    {
        int width = cutout.Box.Width;
        byte[] pixels = [.. cutout.Pixels];
        bool[] known = [.. cutout.Inside];
        var front = new Queue<int>(cutout.Places);
        while (front.TryDequeue(out int place))
        {
            int x = place % width;
            foreach (int near in (int[])[place - width, place + width, x > 0 ? place - 1 : -1, x < width - 1 ? place + 1 : -1])
            {
                if (near >= 0 && near < known.Length && !known[near])
                {
                    known[near] = true;
                    pixels.AsSpan(3 * place, 3).CopyTo(pixels.AsSpan(3 * near));
                    front.Enqueue(near);
                }
            }
        }

        return pixels;
    }
}
