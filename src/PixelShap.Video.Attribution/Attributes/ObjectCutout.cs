using PixelShap.Masking;

namespace PixelShap.Video.Attribution.Attributes;

/// <summary>The pixels of one object, cut out of its picture. Immutable.</summary>
/// <param name="Box">Where it lies in the picture; may reach beyond its border.</param>
/// <param name="Pixels">H×W pixels of the box, row-major, blue-green-red; outside of the object they mean nothing.</param>
/// <param name="Inside">Which of them are the object's.</param>
internal sealed record ObjectCutout(PixelBox Box, byte[] Pixels, bool[] Inside)
{
    /// <summary>Cuts an object out.</summary>
    public static ObjectCutout Of(BgrImage image, Mask mask)
    {
        PixelBox box = mask.Box;
        var pixels = new byte[box.Width * box.Height * 3];
        var inside = new bool[box.Width * box.Height];
        for (int y = 0; y < box.Height; y++)
        {
            image.Row(box.Y + y).Slice(3 * box.X, 3 * box.Width).CopyTo(pixels.AsSpan(3 * y * box.Width));
            for (int x = 0; x < box.Width; x++)
            {
                inside[(y * box.Width) + x] = mask[box.X + x, box.Y + y];
            }
        }

        return new ObjectCutout(box, pixels, inside);
    }

    /// <summary>The places of the object's pixels in <see cref="Inside"/>.</summary>
    public IEnumerable<int> Places => Enumerable.Range(0, Inside.Length).Where(i => Inside[i]);

    /// <summary>The brightness of a pixel, 0 to 255.</summary>
    public double BrightnessAt(int place) => BrightnessOf(Pixels.AsSpan(3 * place, 3));

    /// <summary>How far the channels of a pixel are apart, 0 to 255.</summary>
    public double ColourfulnessAt(int place)
    {
        ReadOnlySpan<byte> pixel = Pixels.AsSpan(3 * place, 3);
        return Math.Max(pixel[0], Math.Max(pixel[1], pixel[2])) - Math.Min(pixel[0], Math.Min(pixel[1], pixel[2]));
    }

    /// <summary>The brightness of a blue-green-red pixel, 0 to 255 (Rec. 601).</summary>
    public static double BrightnessOf(ReadOnlySpan<byte> pixel) => (0.114 * pixel[0]) + (0.587 * pixel[1]) + (0.299 * pixel[2]);

    /// <summary>Its pixels in a picture of the given size: what lies beyond the border is left out.</summary>
    public Mask ToMask(int width, int height)
    {
        PixelBox seen = Box.Intersect(new PixelBox(0, 0, width, height));
        if (seen.IsEmpty)
        {
            return Mask.Empty(width, height);
        }

        var map = new byte[seen.Width * seen.Height];
        for (int y = 0; y < seen.Height; y++)
        {
            for (int x = 0; x < seen.Width; x++)
            {
                map[(y * seen.Width) + x] = Inside[((seen.Y + y - Box.Y) * Box.Width) + seen.X + x - Box.X] ? (byte)1 : (byte)0;
            }
        }

        return Mask.FromBytes(width, height, seen, map, seen.Width);
    }

    /// <summary>Lays it on a picture.</summary>
    public void PasteOn(BgrImage image)
    {
        PixelBox seen = Box.Intersect(new PixelBox(0, 0, image.Width, image.Height));
        for (int y = seen.Y; y < seen.Bottom; y++)
        {
            Span<byte> row = image.Row(y);
            for (int x = seen.X; x < seen.Right; x++)
            {
                int place = ((y - Box.Y) * Box.Width) + x - Box.X;
                if (Inside[place])
                {
                    Pixels.AsSpan(3 * place, 3).CopyTo(row[(3 * x)..]);
                }
            }
        }
    }
}
