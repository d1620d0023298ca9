using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Publishing.Explanations;

/// <summary>A small picture of one object: its surroundings are dark, so that it is clear what is meant.</summary>
internal static class Thumbnail
{
    /// <summary>The largest width and height in pixels.</summary>
    public const int Size = 240;

    // Width over height, as on the page; the room around the object in parts of its size; how much of the surroundings' light stays.
    private const float Aspect = 1.75f, Margin = 0.12f, LeastMargin = 5, Light = 0.45f;

    /// <summary>Cuts an object out of its picture and makes it smaller by averaging where it is larger than <see cref="Size"/>.</summary>
    public static BgrImage Cut(BgrImage image, Detection item)
    {
        PixelBox crop = Around(item.Box, image);
        Mask mask = item.Mask ?? Mask.FromBox(image.Width, image.Height, item.Box.ToPixels(image.Width, image.Height));
        int factor = (Math.Max(crop.Width, crop.Height) + Size - 1) / Size;
        int width = Math.Max(1, crop.Width / factor), height = Math.Max(1, crop.Height / factor);
        var pixels = new byte[width * height * 3];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                var block = new PixelBox(crop.X + (x * factor), crop.Y + (y * factor), factor, factor).Intersect(crop);
                Average(image, mask, block, pixels.AsSpan(3 * ((y * width) + x), 3));
            }
        }

        return new BgrImage(pixels, width, height, width * 3);
    }

    /// <summary>Cuts what is different of an altered picture, all of it as bright as it is.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="altered">The same size, altered.</param>
    /// <param name="item">The object, which is in the cut in any case.</param>
    public static BgrImage CutChange(BgrImage image, BgrImage altered, Detection item)
    {
        PixelBox area = item.Box.ToPixels(image.Width, image.Height);
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> before = image.Row(y), after = altered.Row(y);
            int first = before.CommonPrefixLength(after);
            if (first < before.Length)
            {
                int last = before.Length - 1;
                while (before[last] == after[last])
                {
                    last--;
                }

                area = area.Cover(new PixelBox(first / 3, y, (last / 3) - (first / 3) + 1, 1));
            }
        }

        return Cut(altered, item with { Box = new BoundingBox(area.X, area.Y, area.Right, area.Bottom), Mask = Mask.FromBox(image.Width, image.Height, new PixelBox(0, 0, image.Width, image.Height)) });
    }

    /// <summary>A cut of the aspect ratio with the object in its middle, moved into the picture where it would stick out.</summary>
    private static PixelBox Around(BoundingBox box, BgrImage image)
    {
        float margin = Math.Max(LeastMargin, Margin * Math.Max(box.Width, box.Height));
        float height = Math.Max(box.Height + (2 * margin), (box.Width + (2 * margin)) / Aspect);
        int w = Math.Clamp((int)MathF.Round(height * Aspect), 1, image.Width), h = Math.Clamp((int)MathF.Round(height), 1, image.Height);
        int left = (int)MathF.Round(((box.Left + box.Right) - w) / 2), top = (int)MathF.Round(((box.Top + box.Bottom) - h) / 2);
        return new PixelBox(Math.Clamp(left, 0, image.Width - w), Math.Clamp(top, 0, image.Height - h), w, h);
    }

    private static void Average(BgrImage image, Mask mask, PixelBox block, Span<byte> target)
    {
        double blue = 0, green = 0, red = 0;
        for (int y = block.Y; y < block.Bottom; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            for (int x = block.X; x < block.Right; x++)
            {
                double light = mask[x, y] ? 1 : Light;
                blue += light * row[3 * x];
                green += light * row[(3 * x) + 1];
                red += light * row[(3 * x) + 2];
            }
        }

        int count = block.Width * block.Height;
        (target[0], target[1], target[2]) = ((byte)(blue / count), (byte)(green / count), (byte)(red / count));
    }
}
