namespace PixelShap.Video.Vision.Motion;

/// <summary>
/// How a picture moved as a whole: a shift, a growth and a turn, fitted to its flow by least squares whose weights fall with the distance from the fit (Cauchy),
/// so that what moves otherwise does not draw it along.
/// </summary>
/// <param name="X">The shift to the right, in heights.</param>
/// <param name="Y">The shift down, in heights.</param>
/// <param name="Growth">The logarithm of the factor by which it grew.</param>
/// <param name="Turn">The turn clockwise in radians.</param>
/// <param name="Unrest">The share of the points that do not follow, 0 to 1.</param>
internal readonly record struct PictureMotionFit(float X, float Y, float Growth, float Turn, float Unrest)
{
    private const int FewestPoints = 16;
    private const int Rounds = 6;

    // Heights of the picture: a third of a pixel of 72 rows, and two pixels.
    private const double LeastScale = 0.005;
    private const double Astray = 0.028;

    // A camera that stands, or drives slowly past what is far: most points move by less than a fifth of a pixel of 72 rows. What passes must not draw the fit along.
    private const double Still = 0.003;
    private const double StillShare = 0.5;
    private const double StillScale = 0.002;

    /// <summary>Fits; all zero where there is too little to follow.</summary>
    internal static PictureMotionFit Of(FlowPoint[] points)
    {
        if (points.Length < FewestPoints)
        {
            return default;
        }

        bool still = points.Count(static point => (point.Dx * point.Dx) + (point.Dy * point.Dy) < Still * Still) >= StillShare * points.Length;
        (double x, double y, double g, double r) = still ? (0, 0, 0, 0) : (Median(points, static point => point.Dx), Median(points, static point => point.Dy), 0, 0);
        var rest = new double[points.Length];
        var ordered = new double[points.Length];
        for (int round = 0; ; round++)
        {
            for (int i = 0; i < points.Length; i++)
            {
                FlowPoint p = points[i];
                rest[i] = Math.Sqrt(Square(p.Dx - (x + (g * p.X) - (r * p.Y))) + Square(p.Dy - (y + (g * p.Y) + (r * p.X))));
            }

            if (round == Rounds)
            {
                break;
            }

            rest.CopyTo(ordered, 0);
            Array.Sort(ordered);
            double scale = still ? StillScale : Math.Max(LeastScale, 1.5 * ordered[ordered.Length / 2]);
            (x, y, g, r) = Solve(points, rest, scale);
        }

        int astray = rest.Count(distance => distance > Astray);
        return new PictureMotionFit((float)x, (float)y, (float)Math.Log(Math.Max(0.1, 1 + g)), (float)r, (float)astray / points.Length);
    }

    /// <summary>Weighted least squares: with the points counted from their weighted mean the four unknowns are independent of each other.</summary>
    private static (double X, double Y, double G, double R) Solve(FlowPoint[] points, double[] rest, double scale)
    {
        double weight = 0, px = 0, py = 0, u = 0, v = 0;
        for (int i = 0; i < points.Length; i++)
        {
            double w = Weight(rest[i], scale);
            weight += w;
            px += w * points[i].X;
            py += w * points[i].Y;
            u += w * points[i].Dx;
            v += w * points[i].Dy;
        }

        (px, py, u, v) = (px / weight, py / weight, u / weight, v / weight);
        double spread = 0, grown = 0, turned = 0;
        for (int i = 0; i < points.Length; i++)
        {
            double w = Weight(rest[i], scale), x = points[i].X - px, y = points[i].Y - py, dx = points[i].Dx - u, dy = points[i].Dy - v;
            spread += w * ((x * x) + (y * y));
            grown += w * ((x * dx) + (y * dy));
            turned += w * ((x * dy) - (y * dx));
        }

        double g = spread > 1e-9 ? grown / spread : 0, r = spread > 1e-9 ? turned / spread : 0;
        return (u - (g * px) + (r * py), v - (g * py) - (r * px), g, r);
    }

    private static double Weight(double rest, double scale) => 1 / (1 + Square(rest / scale));

    private static double Median(FlowPoint[] points, Func<FlowPoint, float> value)
    {
        float[] values = [.. points.Select(value)];
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private static double Square(double value) => value * value;
}
