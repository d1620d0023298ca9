using PixelShap.Masking;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Vision.OwnCar;

/// <summary>
/// What lies on the picture or the glass without reaching a side: burned-in text, dirt, a mirror. Groups of steady edges of which each as a whole keeps its
/// place. In the middle, where vehicles are followed, nothing is taken for it: there one at a constant distance looks the same.
/// </summary>
internal static class StillIslands
{
    // The fewest edge pixels of a group, and the largest box around one as a share of the picture.
    private const int Fewest = 15;
    private const double Largest = 0.06;

    // Pixels by which the whole group may stray: in half of the views, and in nine of ten.
    private const double HalfStray = 0.25, MostStray = 0.75;

    // The least share of edges that go the other way: a line, such as that of a lane, may slide along itself.
    private const double LeastTurn = 0.05;

    // Edges that are at most twice so far apart are one group.
    private const int Apart = 3;

    /// <summary>Where road users are followed: from the left and right, from the top and bottom, as shares of the picture.</summary>
    private const double MiddleLeft = 0.2, MiddleRight = 0.8, MiddleTop = 0.35, MiddleBottom = 0.85;

    /// <summary>Marks them.</summary>
    /// <param name="edges">The edges.</param>
    /// <param name="views">The views that they were found in.</param>
    /// <param name="map">Takes 1 for their pixels and what they enclose.</param>
    internal static void Fill(StillEdges edges, IReadOnlyList<StillView> views, byte[] map)
    {
        (int width, int height) = (edges.Width, edges.Height);
        byte[] grown = Grow(edges.Firm, width, height, Apart);
        foreach ((PixelBox box, int[] pixels) in Groups(grown, edges, width, height))
        {
            bool isLarge = box.Width * box.Height > Largest * width * height;
            if (pixels.Length >= Fewest && !isLarge && !IsInTheMiddle(box, width, height) && KeepsItsPlace(views, edges, pixels))
            {
                Enclose(pixels, box, width, height, map);
            }
        }
    }

    private static bool IsInTheMiddle(PixelBox box, int width, int height) =>
        box.Right > MiddleLeft * width && box.X < MiddleRight * width && box.Bottom > MiddleTop * height && box.Y < MiddleBottom * height;

    private static bool KeepsItsPlace(IReadOnlyList<StillView> views, StillEdges edges, int[] pixels)
    {
        (float[] middle, float[] across, float[] down) = (edges.Middle, edges.Across, edges.Down);
        double a = 0, b = 0, c = 0;
        foreach (int i in pixels)
        {
            a += across[i] * across[i];
            b += across[i] * down[i];
            c += down[i] * down[i];
        }

        double half = (a + c) / 2, spread = Math.Sqrt((((a - c) / 2) * ((a - c) / 2)) + (b * b));
        if (half - spread < LeastTurn * (half + spread))
        {
            return false;
        }

        double rest = 0.02 * (a + c), det = ((a + rest) * (c + rest)) - (b * b);
        double[] strays = [.. views.Select(view =>
        {
            double light = pixels.Average(i => view.Light[i] - middle[i]), u = 0, v = 0;
            foreach (int i in pixels)
            {
                u += across[i] * (view.Light[i] - middle[i] - light);
                v += down[i] * (view.Light[i] - middle[i] - light);
            }

            return double.Hypot((((c + rest) * u) - (b * v)) / det, (((a + rest) * v) - (b * u)) / det);
        }).Order()];
        return strays[strays.Length / 2] <= HalfStray && strays[(strays.Length - 1) * 9 / 10] <= MostStray;
    }

    /// <summary>Groups of steady edges: their box and their pixels.</summary>
    private static unsafe List<(PixelBox Box, int[] Pixels)> Groups(byte[] grown, StillEdges edges, int width, int height)
    {
        fixed (byte* bytes = grown)
        {
            using var view = new PixelView(bytes, width, height, width, 1);
            using var regions = new Regions(view, OpenCvSharp.PixelConnectivity.Connectivity8);
            List<int>[] pixels = [.. Enumerable.Range(0, regions.Count).Select(_ => new List<int>())];
            ReadOnlySpan<int> labels = regions.Labels;
            for (int i = 0; i < labels.Length; i++)
            {
                if (labels[i] > 0 && edges.Firm[i])
                {
                    pixels[labels[i]].Add(i);
                }
            }

            return [.. Enumerable.Range(1, regions.Count - 1).Select(label => (regions.Box(label), pixels[label].ToArray()))];
        }
    }

    /// <summary>Marks the pixels, those around them and what they enclose.</summary>
    private static void Enclose(int[] pixels, PixelBox box, int width, int height, byte[] map)
    {
        var own = new bool[width * height];
        foreach (int i in pixels)
        {
            own[i] = true;
        }

        byte[] grown = Grow(own, width, height, Apart);
        var open = new Stack<int>();
        var outside = new bool[width * height];
        bool IsIn(int x, int y) => x >= box.X && y >= box.Y && x < box.Right && y < box.Bottom;
        void Visit(int x, int y)
        {
            if (IsIn(x, y) && grown[(y * width) + x] == 0 && !outside[(y * width) + x])
            {
                outside[(y * width) + x] = true;
                open.Push((y * width) + x);
            }
        }

        for (int x = box.X; x < box.Right; x++)
        {
            Visit(x, box.Y);
            Visit(x, box.Bottom - 1);
        }

        for (int y = box.Y; y < box.Bottom; y++)
        {
            Visit(box.X, y);
            Visit(box.Right - 1, y);
        }

        while (open.TryPop(out int at))
        {
            (int y, int x) = Math.DivRem(at, width);
            Visit(x - 1, y);
            Visit(x + 1, y);
            Visit(x, y - 1);
            Visit(x, y + 1);
        }

        for (int y = box.Y; y < box.Bottom; y++)
        {
            for (int x = box.X; x < box.Right; x++)
            {
                if (!outside[(y * width) + x])
                {
                    map[(y * width) + x] = 1;
                }
            }
        }
    }

    private static byte[] Grow(bool[] source, int width, int height, int radius)
    {
        var target = new byte[source.Length];
        for (int i = 0; i < source.Length; i++)
        {
            if (!source[i])
            {
                continue;
            }

            (int y, int x) = Math.DivRem(i, width);
            int left = Math.Max(0, x - radius), right = Math.Min(width - 1, x + radius);
            for (int row = Math.Max(0, y - radius); row <= Math.Min(height - 1, y + radius); row++)
            {
                target.AsSpan((row * width) + left, right - left + 1).Fill(255);
            }
        }

        return target;
    }
}
