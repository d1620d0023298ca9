namespace PixelShap.Video.Language.Budgets;

/// <summary>Quantiles of durations in constant memory: buckets that grow by 5 %, from a millisecond to hours.</summary>
internal sealed class LatencyHistogram
{
    private const double Smallest = 0.001;
    private const double Growth = 1.05;
    private readonly long[] _counts = new long[400];
    private long _total;

    public void Add(TimeSpan duration)
    {
        double bucket = Math.Ceiling(Math.Log(Math.Max(duration.TotalSeconds, Smallest) / Smallest) / Math.Log(Growth));
        _counts[(int)Math.Min(bucket, _counts.Length - 1)]++;
        _total++;
    }

    /// <summary>Seconds that a share <paramref name="share"/> of the durations took at most; NaN before the first.</summary>
    public double Quantile(double share)
    {
        if (_total == 0)
        {
            return double.NaN;
        }

        long rank = Math.Max(1, (long)Math.Ceiling(share * _total)), seen = 0;
        int bucket = -1;
        while (seen < rank)
        {
            seen += _counts[++bucket];
        }

        return Smallest * Math.Pow(Growth, bucket);
    }
}
