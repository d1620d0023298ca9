using PixelShap.Masking;
using PixelShap.Video.Frames;

namespace PixelShap.Video.Language.Glance;

/// <summary>A picture as the network takes it: planes of red, green and blue, 0 to 1, made to fit without distortion, grey around it.</summary>
internal static class GlancePicture
{
    /// <summary>Columns of the network's picture.</summary>
    public const int Width = 448;

    /// <summary>Rows of the network's picture.</summary>
    public const int Height = 256;

    private const float Grey = 114f / 255;

    /// <summary>The planes [3, <see cref="Height"/>, <see cref="Width"/>].</summary>
    public static float[] Of(BgrImage image)
    {
        double scale = Math.Min((double)Width / image.Width, (double)Height / image.Height);
        int width = Math.Clamp((int)Math.Round(image.Width * scale), 1, Width), height = Math.Clamp((int)Math.Round(image.Height * scale), 1, Height);
        BgrImage content = scale < 1 ? ImageShrinking.Shrink(image, Math.Max(width, height)) : image;
        int left = (Width - width) / 2, top = (Height - height) / 2;
        var planes = new float[3 * Width * Height];
        Array.Fill(planes, Grey);
        for (int y = 0; y < height; y++)
        {
            // Shrinking may round to one row or column less; a picture smaller than the network's is enlarged.
            ReadOnlySpan<byte> row = content.Row(Math.Min(content.Height - 1, y * content.Height / height));
            for (int x = 0; x < width; x++)
            {
                int from = 3 * Math.Min(content.Width - 1, x * content.Width / width), to = ((top + y) * Width) + left + x;
                planes[to] = row[from + 2] / 255f;
                planes[to + (Width * Height)] = row[from + 1] / 255f;
                planes[to + (2 * Width * Height)] = row[from] / 255f;
            }
        }

        return planes;
    }
}
