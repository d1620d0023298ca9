namespace PixelShap.Video.Events;

/// <summary>Finds when something began or ceased to change, from noisy values: the bend of the line that fits them best by least squares.</summary>
internal static class Knee
{
    private const int FewestSamples = 4;

    /// <summary>When values that were constant began to fall: y = a − b · max(0, t − t₀). Null where there are too few.</summary>
    public static double? Fall((double At, double Value)[] samples) => Best(samples, static (at, knee) => Math.Max(0, at - knee), hasLevel: true);

    /// <summary>When values that fell reached 0 and stayed: y = b · max(0, t₀ − t). Null where there are too few.</summary>
    public static double? Rest((double At, double Value)[] samples) => Best(samples, static (at, knee) => Math.Max(0, knee - at), hasLevel: false);

    private static double? Best((double At, double Value)[] samples, Func<double, double, double> bend, bool hasLevel)
    {
        if (samples.Length < FewestSamples)
        {
            return null;
        }

        double least = double.PositiveInfinity;
        double? best = null;
        for (int i = 1; i < samples.Length - 1; i++)
        {
            double error = Error(samples, sample => bend(sample, samples[i].At), hasLevel);
            if (error < least)
            {
                (least, best) = (error, samples[i].At);
            }
        }

        return best;
    }

    /// <summary>What is left over when the values are fitted by a multiple of the bent line, and a level where there may be one.</summary>
    private static double Error((double At, double Value)[] samples, Func<double, double> line, bool hasLevel)
    {
        double x = hasLevel ? samples.Average(sample => line(sample.At)) : 0, y = hasLevel ? samples.Average(sample => sample.Value) : 0;
        double xx = 0, xy = 0, yy = 0;
        foreach ((double at, double value) in samples)
        {
            double dx = line(at) - x, dy = value - y;
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
        }

        return xx < 1e-12 ? yy : yy - (xy * xy / xx);
    }
}
