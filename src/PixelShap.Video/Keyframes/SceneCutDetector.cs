using PixelShap.Masking;

namespace PixelShap.Video.Keyframes;

/// <summary>Tells how different a frame is from the one before: 1 minus the intersection of their colour histograms.</summary>
public sealed class SceneCutDetector
{
    private const int LevelBits = 3;
    private const int Bins = 1 << (3 * LevelBits);

    // A sixteenth of the pixels is plenty for a histogram of 512 bins.
    private const int Step = 4;

    private int[] _previous = new int[Bins];
    private int[] _current = new int[Bins];
    private int _previousCount;

    /// <summary>The difference from the last image given, 0 (equal colours) to 1 (none in common); 0 for the first.</summary>
    public double Difference(BgrImage image)
    {
        Array.Clear(_current);
        int count = 0;
        for (int y = Step / 2; y < image.Height; y += Step)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            for (int x = 0; x + 2 < row.Length; x += 3 * Step)
            {
                int bin = (row[x] >> (8 - LevelBits) << (2 * LevelBits)) | (row[x + 1] >> (8 - LevelBits) << LevelBits) | (row[x + 2] >> (8 - LevelBits));
                _current[bin]++;
                count++;
            }
        }

        double common = 0;
        if (_previousCount > 0 && count > 0)
        {
            for (int bin = 0; bin < Bins; bin++)
            {
                common += Math.Min((double)_current[bin] / count, (double)_previous[bin] / _previousCount);
            }
        }

        double difference = _previousCount == 0 || count == 0 ? 0 : 1 - common;
        (_previous, _current, _previousCount) = (_current, _previous, count);
        return difference;
    }
}
