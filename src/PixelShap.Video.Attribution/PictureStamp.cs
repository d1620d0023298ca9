using PixelShap.Masking;

namespace PixelShap.Video.Attribution;

/// <summary>A picture as small as a stamp, to see whether another one has hardly changed.</summary>
internal sealed class PictureStamp
{
    private const int Columns = 32, Rows = 18;
    private readonly float[] _levels = new float[Columns * Rows];

    /// <summary>Averages the picture over 32 × 18 fields.</summary>
    public PictureStamp(BgrImage image)
    {
        var counts = new int[Columns * Rows];
        for (int y = 0; y < image.Height; y += 2)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            int line = y * Rows / image.Height * Columns;
            for (int x = 0; x < image.Width; x += 2)
            {
                int field = line + (x * Columns / image.Width);
                _levels[field] += row[3 * x] + row[(3 * x) + 1] + row[(3 * x) + 2];
                counts[field]++;
            }
        }

        for (int field = 0; field < _levels.Length; field++)
        {
            _levels[field] /= 3 * Math.Max(1, counts[field]);
        }
    }

    /// <summary>The mean absolute difference of the fields, in levels of 0 to 255.</summary>
    public double DifferenceFrom(PictureStamp other)
    {
        double sum = 0;
        for (int field = 0; field < _levels.Length; field++)
        {
            sum += Math.Abs(_levels[field] - other._levels[field]);
        }

        return sum / _levels.Length;
    }
}
