namespace PixelShap.Video.Vision.OwnCar;

/// <summary>
/// The edge of what reaches into the picture from one of its sides over the whole length of that side: a bonnet, a dashboard, a black bar. It is the line from
/// one end to the other that runs along the most exact edges, and of lines as good the one farthest from the side.
/// </summary>
internal static class BorderSeam
{
    // The share of its length that must be a steady edge, and an exact one.
    private const double Complete = 0.75, CompletelyExact = 0.3;

    // What a steady edge that strays costs, a step of one pixel towards or away from the side, and to be near the side, all against 1 for a gap in the edge.
    private const float Stray = 0.3f, Steep = 0.08f, Near = 0.2f;

    private const int Climb = 2;

    /// <summary>A side of the picture.</summary>
    internal enum Side
    {
        Bottom,
        Top,
        Left,
        Right,
    }

    /// <summary>Marks everything between a side and its seam.</summary>
    /// <param name="edges">The edges.</param>
    /// <param name="side">The side.</param>
    /// <param name="reach">How far from the side the seam may run, 0 to 1 of the picture.</param>
    /// <param name="map">Takes 1 for what lies between; H×W row by row.</param>
    /// <returns>Whether there is a seam.</returns>
    internal static bool Fill(StillEdges edges, Side side, double reach, byte[] map)
    {
        bool upright = side is Side.Bottom or Side.Top;
        int length = upright ? edges.Width : edges.Height, depth = (int)(reach * (upright ? edges.Height : edges.Width));
        if (depth < 3)
        {
            return false;
        }

        int At(int along, int deep) => side switch
        {
            Side.Bottom => ((edges.Height - 1 - deep) * edges.Width) + along,
            Side.Top => (deep * edges.Width) + along,
            Side.Left => (along * edges.Width) + deep,
            _ => (along * edges.Width) + edges.Width - 1 - deep,
        };

        int[]? seam = Find(length, depth, (along, deep) => Gap(edges, At(along, deep), upright));
        if (seam is null)
        {
            return false;
        }

        for (int along = 0; along < length; along++)
        {
            for (int deep = 0; deep <= seam[along]; deep++)
            {
                map[At(along, deep)] = 1;
            }
        }

        return true;
    }

    /// <summary>What is missing here to an exact edge along the side, here or one pixel towards or away from it: 0 to 1.</summary>
    private static float Gap(StillEdges edges, int at, bool upright)
    {
        int step = upright ? edges.Width : 1;
        float gap = 1;
        foreach (int i in (ReadOnlySpan<int>)[at - step, at, at + step])
        {
            if ((uint)i < (uint)edges.Steady.Length && edges.Steady[i])
            {
                float across = Math.Abs(edges.Across[i]), down = Math.Abs(edges.Down[i]);
                gap = Math.Min(gap, (upright ? down < across : across < down) ? 1 : edges.Exact[i] ? 0 : Stray);
            }
        }

        return gap;
    }

    private static int[]? Find(int length, int depth, Func<int, int, float> gap)
    {
        var cost = new float[length, depth];
        var from = new int[length, depth];
        for (int along = 0; along < length; along++)
        {
            for (int deep = 0; deep < depth; deep++)
            {
                float own = gap(along, deep) + (Near * (depth - deep) / depth);
                (float best, int where) = (along == 0 ? 0 : float.MaxValue, deep);
                for (int other = Math.Max(0, deep - Climb); along > 0 && other <= Math.Min(depth - 1, deep + Climb); other++)
                {
                    float there = cost[along - 1, other] + (Steep * Math.Abs(other - deep));
                    (best, where) = there < best ? (there, other) : (best, where);
                }

                (cost[along, deep], from[along, deep]) = (own + best, where);
            }
        }

        var seam = new int[length];
        seam[^1] = Enumerable.Range(0, depth).MinBy(deep => cost[length - 1, deep]);
        for (int along = length - 1; along > 0; along--)
        {
            seam[along - 1] = from[along, seam[along]];
        }

        float[] gaps = [.. Enumerable.Range(0, length).Select(along => gap(along, seam[along]))];
        return gaps.Count(value => value < 1) >= Complete * length && gaps.Count(value => value == 0) >= CompletelyExact * length ? seam : null;
    }
}
