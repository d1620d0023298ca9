namespace PixelShap.Video.Events;

/// <summary>The values of the last seconds.</summary>
/// <param name="seconds">How long they are kept.</param>
internal sealed class RecentValues(double seconds)
{
    private const double Exact = 1e-9;

    private readonly List<(double At, double Value)> _values = [];

    /// <summary>How far back the values go, in seconds; 0 for none.</summary>
    public double Span => _values.Count == 0 ? 0 : _values[^1].At - _values[0].At;

    public void Add(double at, double value)
    {
        _values.Add((at, value));
        int old = 0;
        while (at - _values[old].At > seconds + Exact)
        {
            old++;
        }

        _values.RemoveRange(0, old);
    }

    public void Clear() => _values.Clear();

    /// <summary>The mean of the values from one time to another, both inclusive; null where there are none.</summary>
    public double? Mean(double from, double to)
    {
        double sum = 0;
        int count = 0;
        foreach ((double at, double value) in _values)
        {
            if (at >= from - Exact && at <= to + Exact)
            {
                sum += value;
                count++;
            }
        }

        return count == 0 ? null : sum / count;
    }

    /// <summary>The middle one of the values from one time to another; null where there are none.</summary>
    public double? Median(double from, double to)
    {
        double[] values = [.. Between(from, to)];
        Array.Sort(values);
        return values.Length == 0 ? null : values[values.Length / 2];
    }

    /// <summary>The largest of the values from one time to another; null where there are none.</summary>
    public double? Max(double from, double to) => Between(from, to).Select(value => (double?)value).DefaultIfEmpty(null).Max();

    /// <summary>The smallest of the values from one time to another; null where there are none.</summary>
    public double? Min(double from, double to) => Between(from, to).Select(value => (double?)value).DefaultIfEmpty(null).Min();

    /// <summary>The sum of the values from one time to another.</summary>
    public double Sum(double from, double to) => Between(from, to).Sum();

    /// <summary>The latest time up to now at which a value was at least so large; null for never.</summary>
    public double? LastAtLeast(double least)
    {
        for (int i = _values.Count - 1; i >= 0; i--)
        {
            if (_values[i].Value >= least)
            {
                return _values[i].At;
            }
        }

        return null;
    }

    /// <summary>The values from one time to another with their times, the oldest first.</summary>
    public (double At, double Value)[] Samples(double from, double to) => [.. _values.Where(value => value.At >= from - Exact && value.At <= to + Exact)];

    /// <summary>The values from one time to another, the oldest first.</summary>
    public IEnumerable<double> Between(double from, double to) =>
        _values.Where(value => value.At >= from - Exact && value.At <= to + Exact).Select(value => value.Value);
}
