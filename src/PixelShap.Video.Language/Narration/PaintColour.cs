using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Language.Narration;

/// <summary>Names the colour of a vehicle or of clothes, as a person would: the colour that most of its pixels have.</summary>
internal static class PaintColour
{
    // Light tints what is grey: only what is more colourful than that is painted so.
    private const double PaintedSaturation = 0.45;

    // Glass, tyres and shadows are black on every car.
    private const double BlackShare = 0.65;

    /// <summary>The colour in words.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="box">Where it is.</param>
    /// <param name="mask">Its pixels; null for the middle of the box.</param>
    public static string? Of(BgrImage image, BoundingBox box, Mask? mask)
    {
        PixelBox area = box.ToPixels(image.Width, image.Height);
        PixelBox middle = new(area.X + (area.Width / 4), area.Y + (area.Height / 4), area.Width / 2, area.Height / 2);
        var votes = new Dictionary<string, int>(StringComparer.Ordinal);
        int all = 0;
        PixelBox seen = mask is null ? middle : area;
        for (int y = seen.Y; y < seen.Bottom; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            for (int x = seen.X; x < seen.Right; x++)
            {
                if (mask is null || mask[x, y])
                {
                    string name = NameOf(row[(3 * x) + 2], row[(3 * x) + 1], row[3 * x]);
                    votes[name] = votes.GetValueOrDefault(name) + 1;
                    all++;
                }
            }
        }

        if (all == 0)
        {
            return null;
        }

        IEnumerable<KeyValuePair<string, int>> painted = votes.Where(vote => vote.Key != "black");
        return votes.GetValueOrDefault("black") > BlackShare * all
            ? "black"
            : painted.OrderByDescending(vote => vote.Value).ThenBy(vote => vote.Key, StringComparer.Ordinal).First().Key;
    }

    private static string NameOf(int red, int green, int blue)
    {
        int most = Math.Max(red, Math.Max(green, blue)), least = Math.Min(red, Math.Min(green, blue));
        if (most < 60)
        {
            return "black";
        }

        int range = most - least;
        if (range < PaintedSaturation * most)
        {
            return most > 150 ? "white" : "grey";
        }

        double hue = most == red ? 60.0 * (green - blue) / range : most == green ? 120 + (60.0 * (blue - red) / range) : 240 + (60.0 * (red - green) / range);
        return hue switch
        {
            < -20 => "purple",
            < 15 => "red",
            < 42 => "orange",
            < 68 => "yellow",
            < 165 => "green",
            < 255 => "blue",
            _ => "purple",
        };
    }
}
