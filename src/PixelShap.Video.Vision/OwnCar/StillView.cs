namespace PixelShap.Video.Vision.OwnCar;

/// <summary>One view of the road, small, H×W row by row, each value the mean of three by three pixels.</summary>
internal sealed class StillView
{
    /// <summary>Takes a view.</summary>
    /// <param name="grey">Its luma.</param>
    /// <param name="pixels">Its pixels, blue, green, red, in packed rows.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="seconds">When it was seen.</param>
    internal StillView(ReadOnlySpan<byte> grey, ReadOnlySpan<byte> pixels, int width, int height, double seconds)
    {
        (Width, Height, Seconds) = (width, height, seconds);
        float[] light = new float[width * height], warmth = new float[width * height];
        for (int i = 0; i < light.Length; i++)
        {
            (light[i], warmth[i]) = (grey[i], pixels[(3 * i) + 2] - pixels[3 * i]);
        }

        (Light, Warmth) = (new float[light.Length], new float[light.Length]);
        BoxMean.Calculate(light, Light, width, height, 1);
        BoxMean.Calculate(warmth, Warmth, width, height, 1);
    }

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>When it was seen.</summary>
    internal double Seconds { get; }

    /// <summary>Luma, 0 to 255.</summary>
    internal float[] Light { get; }

    /// <summary>Red less blue, −255 to 255: a bonnet may be as bright as the road.</summary>
    internal float[] Warmth { get; }

    /// <summary>The change of a picture per pixel, to the right and down; 0 in its outermost ring.</summary>
    internal static (float[] X, float[] Y) Gradient(ReadOnlySpan<float> values, int width, int height)
    {
        var across = new float[values.Length];
        var down = new float[values.Length];
        for (int y = 1; y < height - 1; y++)
        {
            for (int i = (y * width) + 1; i < ((y + 1) * width) - 1; i++)
            {
                across[i] = (values[i + 1] - values[i - 1]) / 2;
                down[i] = (values[i + width] - values[i - width]) / 2;
            }
        }

        return (across, down);
    }
}
