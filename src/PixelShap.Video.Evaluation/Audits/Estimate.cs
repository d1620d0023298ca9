namespace PixelShap.Video.Evaluation.Audits;

/// <summary>A mean and its interval.</summary>
/// <param name="Value">The mean.</param>
/// <param name="Low">The lower end; null where too few clips were seen for one.</param>
/// <param name="High">The upper end; null where there is no lower one.</param>
public readonly record struct Estimate(double Value, double? Low, double? High)
{
    /// <summary>Whether there is an interval and 0 lies outside.</summary>
    public bool ExcludesZero => Low > 0 || High < 0;
}

/// <summary>
/// The mean of values that come in clusters: what is seen in one clip is alike, so clips are counted, not keyframes. A ratio of sums with the cluster-robust variance of
/// its linearisation, with G/(G−1) for few clusters, and Student's t of G − 1 degrees of freedom (Cameron and Miller, "A Practitioner's Guide to Cluster-Robust Inference", 2015).
/// </summary>
internal sealed class ClusteredMean
{
    private readonly Dictionary<string, (double Sum, int Count)> _clusters = new(StringComparer.Ordinal);

    /// <summary>The values.</summary>
    public int Count => _clusters.Values.Sum(cluster => cluster.Count);

    /// <summary>The clusters with a value.</summary>
    public int Clusters => _clusters.Count;

    /// <summary>Adds a value.</summary>
    public void Add(string cluster, double value)
    {
        (double sum, int count) = _clusters.GetValueOrDefault(cluster);
        _clusters[cluster] = (sum + value, count + 1);
    }

    /// <summary>The mean.</summary>
    /// <param name="share">How sure the interval is, above 0 and below 1.</param>
    /// <param name="fewest">No interval for fewer clusters; at least 2.</param>
    public Estimate Mean(double share, int fewest)
    {
        double total = Count, mean = _clusters.Values.Sum(cluster => cluster.Sum) / total;
        if (Clusters < fewest)
        {
            return new Estimate(mean, null, null);
        }

        double squares = _clusters.Values.Sum(cluster => Math.Pow(cluster.Sum - (mean * cluster.Count), 2));
        double reach = StudentT.Quantile(share, Clusters - 1) * Math.Sqrt((double)Clusters / (Clusters - 1) * squares) / total;
        return new Estimate(mean, mean - reach, mean + reach);
    }
}
