using PixelShap.Masking;

namespace PixelShap.Video.Frames;

/// <summary>Makes images smaller before they are sent or shown: each new pixel is the mean of the old pixels that it covers.</summary>
public static class ImageShrinking
{
    /// <summary>The size after shrinking: the longer side is at most <paramref name="maxSide"/> pixels, the proportions are kept.</summary>
    public static (int Width, int Height) SizeFor(int width, int height, int maxSide)
    {
        int longer = Math.Max(width, height);
        return longer <= maxSide
            ? (width, height)
            : (Math.Max(1, (int)((long)width * maxSide / longer)), Math.Max(1, (int)((long)height * maxSide / longer)));
    }

    /// <summary>The image itself when it is small enough, else a smaller one in new memory.</summary>
    public static BgrImage Shrink(BgrImage image, int maxSide)
    {
        (int width, int height) = SizeFor(image.Width, image.Height, maxSide);
        if (width == image.Width && height == image.Height)
        {
            return image;
        }

        var smaller = new BgrImage(new byte[width * height * 3], width, height, width * 3);
        int[] columns = [.. Enumerable.Range(0, width + 1).Select(x => (int)((long)x * image.Width / width))];
        var sums = new int[width * 3];
        for (int y = 0; y < height; y++)
        {
            int top = (int)((long)y * image.Height / height), bottom = (int)((long)(y + 1) * image.Height / height);
            Array.Clear(sums);
            for (int source = top; source < bottom; source++)
            {
                AddRow(image.Row(source), columns, sums);
            }

            Span<byte> row = smaller.Row(y);
            for (int x = 0; x < width; x++)
            {
                int count = (columns[x + 1] - columns[x]) * (bottom - top);
                for (int channel = 0; channel < 3; channel++)
                {
                    row[(x * 3) + channel] = (byte)((sums[(x * 3) + channel] + (count / 2)) / count);
                }
            }
        }

        return smaller;
    }

    private static void AddRow(ReadOnlySpan<byte> row, int[] columns, int[] sums)
    {
        for (int x = 0; x + 1 < columns.Length; x++)
        {
            int blue = 0, green = 0, red = 0;
            for (int i = columns[x] * 3; i < columns[x + 1] * 3; i += 3)
            {
                blue += row[i];
                green += row[i + 1];
                red += row[i + 2];
            }

            sums[x * 3] += blue;
            sums[(x * 3) + 1] += green;
            sums[(x * 3) + 2] += red;
        }
    }
}
