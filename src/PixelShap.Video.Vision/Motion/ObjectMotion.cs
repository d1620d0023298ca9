namespace PixelShap.Video.Vision.Motion;

/// <summary>
/// The motion of one object between two frames as one affine map of displacements: (dx, dy) = (A + B·x + C·y, D + E·x + F·y).
/// </summary>
/// <param name="A">dx at the origin, in pixels.</param>
/// <param name="B">The change of dx along x.</param>
/// <param name="C">The change of dx along y.</param>
/// <param name="D">dy at the origin, in pixels.</param>
/// <param name="E">The change of dy along x.</param>
/// <param name="F">The change of dy along y.</param>
/// <param name="Residual">The median distance in pixels between the map and the flow it was fitted to.</param>
internal readonly record struct ObjectMotion(float A, float B, float C, float D, float E, float F, float Residual)
{
    private const int Iterations = 5;
    private const int FewestSamples = 30;

    /// <summary>How the area of a small surface changes from the first to the second frame.</summary>
    internal float Growth => Math.Abs(((1 + B) * (1 + F)) - (C * E));

    /// <summary>
    /// Fits the map to samples (x, y, dx, dy) by iteratively reweighted least squares with a Geman-McClure weight at 1.5 times the median
    /// residual; null when there are too few.
    /// </summary>
    internal static ObjectMotion? Fit(ReadOnlySpan<Sample> samples)
    {
        if (samples.Length < FewestSamples)
        {
            return null;
        }

        double centreX = 0, centreY = 0;
        foreach (Sample sample in samples)
        {
            centreX += sample.X;
            centreY += sample.Y;
        }

        centreX /= samples.Length;
        centreY /= samples.Length;
        Span<float> weights = samples.Length <= 1024 ? stackalloc float[samples.Length] : new float[samples.Length];
        Span<float> residuals = samples.Length <= 1024 ? stackalloc float[samples.Length] : new float[samples.Length];
        weights.Fill(1);
        ObjectMotion motion = default;
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            motion = Solve(samples, weights, centreX, centreY);
            for (int i = 0; i < samples.Length; i++)
            {
                (float x, float y) = motion.At(samples[i].X, samples[i].Y);
                weights[i] = residuals[i] =
                    MathF.Sqrt(((samples[i].DX - x) * (samples[i].DX - x)) + ((samples[i].DY - y) * (samples[i].DY - y)));
            }

            residuals.Sort();
            float median = residuals[samples.Length / 2], scale = Math.Max(0.3f, 1.5f * median);
            motion = motion with { Residual = median };
            for (int i = 0; i < samples.Length; i++)
            {
                float ratio = weights[i] / scale, weight = 1 / (1 + (ratio * ratio));
                weights[i] = weight * weight;
            }
        }

        return motion;
    }

    /// <summary>The displacement of a point.</summary>
    internal (float X, float Y) At(float x, float y) => (A + (B * x) + (C * y), D + (E * x) + (F * y));

    private static ObjectMotion Solve(ReadOnlySpan<Sample> samples, ReadOnlySpan<float> weights, double centreX, double centreY)
    {
        double s = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0, u = 0, ux = 0, uy = 0, v = 0, vx = 0, vy = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            Sample sample = samples[i];
            double weight = weights[i], x = sample.X - centreX, y = sample.Y - centreY, wx = weight * x, wy = weight * y;
            s += weight;
            sx += wx;
            sy += wy;
            sxx += wx * x;
            sxy += wx * y;
            syy += wy * y;
            u += weight * sample.DX;
            ux += wx * sample.DX;
            uy += wy * sample.DX;
            v += weight * sample.DY;
            vx += wx * sample.DY;
            vy += wy * sample.DY;
        }

        // A little ridge on the slopes, so that an object of one row or column moves as a whole.
        double ridge = 1e-3 * s;
        sxx += ridge;
        syy += ridge;
        (double a, double b, double c) = Solve3(s, sx, sy, sxx, sxy, syy, u, ux, uy);
        (double d, double e, double f) = Solve3(s, sx, sy, sxx, sxy, syy, v, vx, vy);
        return new ObjectMotion(
            (float)(a - (b * centreX) - (c * centreY)), (float)b, (float)c, (float)(d - (e * centreX) - (f * centreY)), (float)e, (float)f,
            0);
    }

    /// <summary>Solves the symmetric system [s sx sy; sx sxx sxy; sy sxy syy] z = r by Cramer's rule.</summary>
    private static (double, double, double) Solve3(
        double s, double sx, double sy, double sxx, double sxy, double syy, double r0, double r1, double r2)
    {
        double c00 = (sxx * syy) - (sxy * sxy), c01 = (sxy * sy) - (sx * syy), c02 = (sx * sxy) - (sxx * sy);
        double c11 = (s * syy) - (sy * sy), c12 = (sx * sy) - (s * sxy), c22 = (s * sxx) - (sx * sx);
        double determinant = (s * c00) + (sx * c01) + (sy * c02);
        return (
            ((c00 * r0) + (c01 * r1) + (c02 * r2)) / determinant,
            ((c01 * r0) + (c11 * r1) + (c12 * r2)) / determinant,
            ((c02 * r0) + (c12 * r1) + (c22 * r2)) / determinant);
    }

    /// <summary>The flow at a pixel.</summary>
    internal readonly record struct Sample(float X, float Y, float DX, float DY);
}
