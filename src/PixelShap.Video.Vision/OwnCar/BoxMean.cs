namespace PixelShap.Video.Vision.OwnCar;

/// <summary>The mean around each pixel. Where the square leaves the picture, the part inside counts.</summary>
internal static class BoxMean
{
    /// <summary>Calculates it.</summary>
    /// <param name="source">H×W values, row by row.</param>
    /// <param name="target">Takes the means; not the source.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="radius">Half the side of the square, without the pixel itself.</param>
    internal static void Calculate(ReadOnlySpan<float> source, Span<float> target, int width, int height, int radius)
    {
        var sums = new double[width];
        for (int y = -radius; y < height; y++)
        {
            int entering = y + radius, leaving = y - radius - 1;
            if (entering < height)
            {
                Add(source.Slice(entering * width, width), sums, 1);
            }

            if (leaving >= 0)
            {
                Add(source.Slice(leaving * width, width), sums, -1);
            }

            if (y >= 0)
            {
                int rows = Math.Min(height - 1, entering) - Math.Max(0, y - radius) + 1;
                Across(sums, target.Slice(y * width, width), radius, rows);
            }
        }
    }

    private static void Add(ReadOnlySpan<float> row, double[] sums, int sign)
    {
        for (int x = 0; x < row.Length; x++)
        {
            sums[x] += sign * row[x];
        }
    }

    private static void Across(double[] sums, Span<float> target, int radius, int rows)
    {
        int width = target.Length;
        double sum = 0;
        for (int x = 0; x < Math.Min(radius, width); x++)
        {
            sum += sums[x];
        }

        for (int x = 0; x < width; x++)
        {
            sum += x + radius < width ? sums[x + radius] : 0;
            sum -= x - radius - 1 >= 0 ? sums[x - radius - 1] : 0;
            int columns = Math.Min(width - 1, x + radius) - Math.Max(0, x - radius) + 1;
            target[x] = (float)(sum / (columns * rows));
        }
    }
}
