namespace PixelShap.Video.Vision.Motion;

/// <summary>
/// Looks for a part of the picture that comes straight on: it grows, and about its own middle, so that its bearing stays. The road and what stands beside it
/// grow about the point the car drives to and leave the picture; what will be hit does not. The road right before the car grows like this all the time, so each
/// part is measured against what it usually does.
/// </summary>
internal sealed class LoomingParts
{
    private const int FewestPoints = 14;
    private const int Columns = 7;

    // Of the growth along both axes the smaller one must be so much of the mean: a road seen at a slant grows along one.
    private const double LeastEvenness = 0.4;

    // How far the point that stands still may be from the middle of the part, in halves of its size.
    private const double FarthestCentre = 0.7;

    // How long what is usual remembers, in seconds.
    private const double MemorySeconds = 3;

    private static readonly float[] s_halfHeights = [0.14f, 0.22f, 0.32f];
    private static readonly float[] s_down = [-0.15f, 0f, 0.15f];

    private readonly double?[] _usual = new double?[s_halfHeights.Length * s_down.Length * Columns];

    /// <summary>Forgets what is usual.</summary>
    internal void Forget() => Array.Clear(_usual);

    /// <summary>The part that grows most beyond what is usual there.</summary>
    /// <param name="points">The flow.</param>
    /// <param name="whole">How the picture moved as a whole.</param>
    /// <param name="aspect">The width of the picture in heights.</param>
    /// <param name="seconds">The time since the picture before.</param>
    /// <returns>By how much: the logarithm of a factor per second, at least 0; and the middle of the part in widths and heights from the upper left corner.</returns>
    internal (float Rate, float X, float Y) Fastest(FlowPoint[] points, PictureMotionFit whole, float aspect, double seconds)
    {
        (double Rate, float X, float Y) best = (0, 0.5f, 0.5f);
        double share = 1 - Math.Exp(-seconds / MemorySeconds);
        int part = 0;
        foreach (float half in s_halfHeights)
        {
            foreach (float y in s_down)
            {
                for (int column = 0; column < Columns; column++, part++)
                {
                    float x = (column - (Columns / 2)) * aspect * 0.12f;
                    double rate = Math.Log(1 + Growth(points, whole, x, y, half)) / seconds, usual = _usual[part] ?? rate;
                    _usual[part] = usual + (share * (rate - usual));
                    if (rate - usual > best.Rate)
                    {
                        best = (rate - usual, (x / aspect) + 0.5f, y + 0.5f);
                    }
                }
            }
        }

        return ((float)best.Rate, best.X, best.Y);
    }

    /// <summary>The growth of the square part about (x, y); 0 where it does not come straight on.</summary>
    private static double Growth(FlowPoint[] points, PictureMotionFit whole, float x, float y, float half)
    {
        int count = 0;
        double mx = 0, my = 0, mu = 0, mv = 0;
        foreach (FlowPoint p in points)
        {
            if (Math.Abs(p.X - x) <= half && Math.Abs(p.Y - y) <= half)
            {
                count++;
                mx += p.X;
                my += p.Y;
                mu += p.Dx;
                mv += p.Dy;
            }
        }

        if (count < FewestPoints)
        {
            return 0;
        }

        (mx, my, mu, mv) = (mx / count, my / count, mu / count, mv / count);
        double xx = 0, yy = 0, xu = 0, yv = 0;
        foreach (FlowPoint p in points)
        {
            if (Math.Abs(p.X - x) <= half && Math.Abs(p.Y - y) <= half)
            {
                double dx = p.X - mx, dy = p.Y - my;
                xx += dx * dx;
                yy += dy * dy;
                xu += dx * (p.Dx - mu);
                yv += dy * (p.Dy - mv);
            }
        }

        // The points must spread over the part, or a slope means nothing.
        double least = count * half * half / 12;
        if (xx < least || yy < least)
        {
            return 0;
        }

        double across = xu / xx, down = yv / yy, growth = (across + down) / 2;
        if (growth <= 0 || Math.Min(across, down) < LeastEvenness * growth)
        {
            return 0;
        }

        // The point of the part that stands still, once the turning of the camera is taken off.
        double standsX = mx - ((mu - whole.X) / growth), standsY = my - ((mv - whole.Y) / growth);
        return Math.Max(Math.Abs(standsX - x), Math.Abs(standsY - y)) <= FarthestCentre * half ? growth : 0;
    }
}
