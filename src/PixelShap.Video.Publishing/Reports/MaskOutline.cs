using System.Globalization;
using System.Text;
using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>
/// The outline of an object as an SVG path of few points: the edge between the pixels is followed, then simplified (Douglas &amp; Peucker 1973).
/// </summary>
public static class MaskOutline
{
    private const int Right = 0, Down = 1, Left = 2;

    // How far a point may lie off the true edge, in parts of the picture's width; speckles below this share of the mask are left out.
    private const double Tolerance = 1.0 / 900, LeastShare = 0.01;

    /// <summary>The outline of what a segmenter saw: of its mask, or of its box where there is none.</summary>
    /// <param name="detection">The object.</param>
    /// <param name="pictureWidth">Pixels in a row of the picture, which say how fine the outline has to be.</param>
    /// <returns>Path data in pixels of the picture, whole numbers; holes are paths of their own, to be filled by the even-odd rule.</returns>
    public static string PathOf(Detection detection, int pictureWidth)
    {
        ArgumentNullException.ThrowIfNull(detection);
        if (detection.Mask is { IsEmpty: false } mask)
        {
            return PathOf(mask, pictureWidth);
        }

        BoundingBox box = detection.Box;
        return string.Create(CultureInfo.InvariantCulture, $"M{box.Left:0} {box.Top:0}h{box.Width:0}v{box.Height:0}h{-box.Width:0}z");
    }

    /// <summary>The outline of a mask that is not empty.</summary>
    /// <inheritdoc cref="PathOf(Detection, int)"/>
    public static string PathOf(Mask mask, int pictureWidth)
    {
        ArgumentNullException.ThrowIfNull(mask);
        double tolerance = Math.Max(1, Tolerance * pictureWidth);
        var path = new StringBuilder();
        double least = LeastShare * mask.Area;
        foreach (List<(int X, int Y)> loop in Loops(mask).Where(loop => Math.Abs(AreaOf(loop)) >= least))
        {
            Append(path, Simplify(loop, tolerance));
        }

        return path.ToString();
    }

    /// <summary>The closed edges of a mask, each as its corners: outer edges clockwise, holes counter-clockwise.</summary>
    internal static IEnumerable<List<(int X, int Y)>> Loops(Mask mask)
    {
        PixelBox box = mask.Box;
        var seen = new bool[box.Width * box.Height];
        for (int y = box.Y; y < box.Bottom; y++)
        {
            for (int x = box.X; x < box.Right; x++)
            {
                if (mask[x, y] && !mask[x, y - 1] && !seen[((y - box.Y) * box.Width) + x - box.X])
                {
                    yield return Follow(mask, x, y, seen);
                }
            }
        }
    }

    /// <summary>Walks along the edge with the mask at the right hand, from the upper left corner of a pixel back to it.</summary>
    private static List<(int X, int Y)> Follow(Mask mask, int startX, int startY, bool[] seen)
    {
        var corners = new List<(int X, int Y)>();
        (int x, int y, int direction) = (startX, startY, Right);
        do
        {
            if (direction == Right)
            {
                seen[((y - mask.Box.Y) * mask.Box.Width) + x - mask.Box.X] = true;
            }

            (int dx, int dy) = Step(direction);
            (x, y) = (x + dx, y + dy);

            // The pixels ahead at the left and at the right hand.
            (int leftX, int leftY, int rightX, int rightY) = direction switch
            {
                Right => (x, y - 1, x, y),
                Down => (x, y, x - 1, y),
                Left => (x - 1, y, x - 1, y - 1),
                _ => (x - 1, y - 1, x, y - 1),
            };
            int next = mask[leftX, leftY] ? (direction + 3) % 4 : mask[rightX, rightY] ? direction : (direction + 1) % 4;
            if (next != direction)
            {
                corners.Add((x, y));
                direction = next;
            }
        }
        while (x != startX || y != startY || direction != Right);

        return corners;
    }

    private static (int X, int Y) Step(int direction) => direction switch
    {
        Right => (1, 0),
        Down => (0, 1),
        Left => (-1, 0),
        _ => (0, -1),
    };

    private static double AreaOf(List<(int X, int Y)> loop)
    {
        long twice = 0;
        for (int i = 0; i < loop.Count; i++)
        {
            ((int ax, int ay), (int bx, int by)) = (loop[i], loop[(i + 1) % loop.Count]);
            twice += ((long)ax * by) - ((long)bx * ay);
        }

        return twice / 2.0;
    }

    private static List<(int X, int Y)> Simplify(List<(int X, int Y)> loop, double tolerance)
    {
        // A loop has no ends: it is cut where it is and at the corner farthest from there.
        int far = Enumerable.Range(0, loop.Count).MaxBy(i => Math.Pow(loop[i].X - loop[0].X, 2) + Math.Pow(loop[i].Y - loop[0].Y, 2));
        loop.Add(loop[0]);
        var keep = new bool[loop.Count];
        keep[0] = keep[far] = true;
        Keep(loop, 0, far, tolerance, keep);
        Keep(loop, far, loop.Count - 1, tolerance, keep);
        return [.. loop.Where((_, i) => keep[i])];
    }

    private static void Keep(List<(int X, int Y)> line, int first, int last, double tolerance, bool[] keep)
    {
        var parts = new Stack<(int First, int Last)>([(first, last)]);
        while (parts.TryPop(out (int First, int Last) part))
        {
            (int farthest, double distance) = (-1, tolerance);
            for (int i = part.First + 1; i < part.Last; i++)
            {
                double d = Distance(line[i], line[part.First], line[part.Last]);
                (farthest, distance) = d > distance ? (i, d) : (farthest, distance);
            }

            if (farthest >= 0)
            {
                keep[farthest] = true;
                parts.Push((part.First, farthest));
                parts.Push((farthest, part.Last));
            }
        }
    }

    private static double Distance((int X, int Y) point, (int X, int Y) from, (int X, int Y) to)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y, length = Math.Sqrt((dx * dx) + (dy * dy));
        return length == 0
            ? Math.Sqrt(Math.Pow(point.X - from.X, 2) + Math.Pow(point.Y - from.Y, 2))
            : Math.Abs((dx * (point.Y - from.Y)) - (dy * (point.X - from.X))) / length;
    }

    private static void Append(StringBuilder path, List<(int X, int Y)> points)
    {
        path.Append(CultureInfo.InvariantCulture, $"M{points[0].X} {points[0].Y}l");
        for (int i = 1; i < points.Count; i++)
        {
            int dx = points[i].X - points[i - 1].X, dy = points[i].Y - points[i - 1].Y;
            path.Append(i > 1 && dx >= 0 ? " " : "").Append(CultureInfo.InvariantCulture, $"{dx}{(dy >= 0 ? " " : "")}{dy}");
        }

        path.Append('z');
    }
}
