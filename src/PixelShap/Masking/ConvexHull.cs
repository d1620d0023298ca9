namespace PixelShap.Masking;

/// <summary>The convex hull of a mask.</summary>
internal static class ConvexHull
{
    /// <summary>The pixels whose centres lie in the convex hull of the centres of the mask's pixels, its border included.</summary>
    public static Mask Of(Mask mask)
    {
        if (mask.IsEmpty)
        {
            return mask;
        }

        List<(int X, int Y)> left = [], right = [];
        foreach (MaskRun run in mask.Runs)
        {
            // The chains turn one way only: a point that would bend them inwards is dropped.
            if (left.Count == 0 || left[^1].Y != run.Y)
            {
                Push(left, (run.X, run.Y), side: 1);
            }
        }

        (int X, int Y) last = (-1, -1);
        foreach (MaskRun run in mask.Runs)
        {
            if (last.Y >= 0 && last.Y != run.Y)
            {
                Push(right, last, side: -1);
            }

            last = (run.X + run.Length - 1, run.Y);
        }

        Push(right, last, side: -1);
        var builder = new MaskBuilder(mask.ImageWidth, mask.ImageHeight, mask.Box);
        int leftEdge = 0, rightEdge = 0;
        for (int y = mask.Box.Y; y < mask.Box.Bottom; y++)
        {
            int from = -FloorAt(left, ref leftEdge, y, negate: true);
            int to = FloorAt(right, ref rightEdge, y, negate: false);
            builder.Add(Mask.FromBox(mask.ImageWidth, mask.ImageHeight, new PixelBox(from, y, to - from + 1, 1)));
        }

        return builder.ToMask();
    }

    private static void Push(List<(int X, int Y)> chain, (int X, int Y) point, int side)
    {
        while (chain.Count >= 2)
        {
            (int X, int Y) a = chain[^2], b = chain[^1];
            long cross = ((long)(b.X - a.X) * (point.Y - a.Y)) - ((long)(b.Y - a.Y) * (point.X - a.X));
            if (cross * side < 0)
            {
                break;
            }

            chain.RemoveAt(chain.Count - 1);
        }

        chain.Add(point);
    }

    /// <summary>⌊x⌋ of the chain at row y, or ⌊−x⌋.</summary>
    private static int FloorAt(List<(int X, int Y)> chain, ref int edge, int y, bool negate)
    {
        while (edge + 1 < chain.Count && chain[edge + 1].Y <= y)
        {
            edge++;
        }

        (int X, int Y) a = chain[edge];
        int sign = negate ? -1 : 1;
        if (a.Y == y)
        {
            return sign * a.X;
        }

        (int X, int Y) b = chain[edge + 1];
        long run = (long)sign * (b.X - a.X) * (y - a.Y), rise = b.Y - a.Y;
        long floor = run >= 0 ? run / rise : -((-run + rise - 1) / rise);
        return (int)((sign * a.X) + floor);
    }
}
