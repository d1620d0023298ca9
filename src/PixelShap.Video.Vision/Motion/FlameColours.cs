using PixelShap.Masking;

namespace PixelShap.Video.Vision.Motion;

/// <summary>
/// Counts pixels that have the colour of flames: red above green above blue, bright and saturated (after Çelik and Demirel, "Fire detection in video sequences
/// using a generic color model", 2009, and Chen et al. 2004). Lamps and a low sun have it too: what makes fire of it is how it behaves over time.
/// </summary>
internal static class FlameColours
{
    private const int LeastRed = 200, LeastSaturation = 90, LeastWarmth = 25;

    internal static float Share(BgrImage image)
    {
        int count = 0;
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            for (int x = 0; x + 2 < row.Length; x += 3)
            {
                int blue = row[x], green = row[x + 1], red = row[x + 2];
                if (red >= LeastRed && red - green >= LeastWarmth && green >= blue && red - blue >= LeastSaturation && green - blue >= LeastWarmth / 2)
                {
                    count++;
                }
            }
        }

        return (float)count / (image.Width * image.Height);
    }
}
