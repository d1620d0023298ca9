namespace PixelShap.Video.Importance;

/// <summary>
/// The importance of one track over time: a random walk in continuous time, observed at the keyframes, smoothed with a Kalman filter
/// forwards and the Rauch-Tung-Striebel recursion backwards (Rauch, Tung &amp; Striebel 1965). Between keyframes the mean and variance
/// are those of the walk given all observations, not a straight line drawn by eye.
/// </summary>
public sealed class ImportanceTrack
{
    private readonly ImportanceObservation[] _observations;
    private readonly (double Mean, double Variance)[] _filtered;
    private readonly (double Mean, double Variance)[] _smoothed;
    private readonly double _driftVariance;

    /// <summary>Smooths <paramref name="observations"/>.</summary>
    /// <param name="observations">At least one, in ascending order of time, no two at the same time.</param>
    /// <param name="driftPerSecond">The standard deviation of the walk after one second, positive, in units of φ.</param>
    public ImportanceTrack(IEnumerable<ImportanceObservation> observations, double driftPerSecond)
    {
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(driftPerSecond);
        _observations = [.. observations];
        ArgumentOutOfRangeException.ThrowIfZero(_observations.Length, nameof(observations));
        if (_observations.Zip(_observations.Skip(1)).Any(pair => pair.First.Seconds >= pair.Second.Seconds))
        {
            throw new ArgumentException("Observations must come in ascending order of time.", nameof(observations));
        }

        _driftVariance = driftPerSecond * driftPerSecond;
        _filtered = Filter();
        _smoothed = Smooth();
    }

    /// <summary>The observations.</summary>
    public IReadOnlyList<ImportanceObservation> Observations => _observations;

    /// <summary>The smoothed importance at any time: exact at keyframes, interpolated between them, held (with growing variance) outside.</summary>
    public ImportanceSample At(double seconds)
    {
        int next = FirstAtOrAfter(seconds);
        if (next < _observations.Length && _observations[next].Seconds == seconds)
        {
            return new ImportanceSample(_smoothed[next].Mean, _smoothed[next].Variance, SampleKind.Observed);
        }

        if (next == 0 || next == _observations.Length)
        {
            int edge = next == 0 ? 0 : next - 1;
            double away = Math.Abs(seconds - _observations[edge].Seconds);
            return new ImportanceSample(_smoothed[edge].Mean, _smoothed[edge].Variance + (_driftVariance * away), SampleKind.Extrapolated);
        }

        (double mean, double variance) = _filtered[next - 1];
        variance += _driftVariance * (seconds - _observations[next - 1].Seconds);
        (mean, variance) = StepBack(mean, variance, _observations[next].Seconds - seconds, _smoothed[next]);
        return new ImportanceSample(mean, variance, SampleKind.Interpolated);
    }

    /// <summary>The importance at <paramref name="seconds"/> from the observations up to then alone, as a live view knows it.</summary>
    public ImportanceSample KnownAt(double seconds)
    {
        int next = FirstAtOrAfter(seconds);
        if (next < _observations.Length && _observations[next].Seconds == seconds)
        {
            return new ImportanceSample(_filtered[next].Mean, _filtered[next].Variance, SampleKind.Observed);
        }

        if (next == 0)
        {
            return new ImportanceSample(0, double.PositiveInfinity, SampleKind.None);
        }

        (double mean, double variance) = _filtered[next - 1];
        return new ImportanceSample(mean, variance + (_driftVariance * (seconds - _observations[next - 1].Seconds)), SampleKind.Extrapolated);
    }

    private (double Mean, double Variance)[] Filter()
    {
        var filtered = new (double Mean, double Variance)[_observations.Length];
        filtered[0] = (_observations[0].Value, _observations[0].Variance);
        for (int i = 1; i < filtered.Length; i++)
        {
            ImportanceObservation observation = _observations[i];
            double elapsed = observation.Seconds - _observations[i - 1].Seconds;
            double predicted = filtered[i - 1].Variance + (_driftVariance * elapsed);
            double gain = predicted / (predicted + observation.Variance);
            filtered[i] = (filtered[i - 1].Mean + (gain * (observation.Value - filtered[i - 1].Mean)), (1 - gain) * predicted);
        }

        return filtered;
    }

    private (double Mean, double Variance)[] Smooth()
    {
        var smoothed = new (double Mean, double Variance)[_observations.Length];
        smoothed[^1] = _filtered[^1];
        for (int i = smoothed.Length - 2; i >= 0; i--)
        {
            double elapsed = _observations[i + 1].Seconds - _observations[i].Seconds;
            smoothed[i] = StepBack(_filtered[i].Mean, _filtered[i].Variance, elapsed, smoothed[i + 1]);
        }

        return smoothed;
    }

    private (double Mean, double Variance) StepBack(double mean, double variance, double elapsed, (double Mean, double Variance) later)
    {
        double predicted = variance + (_driftVariance * elapsed);
        double gain = variance / predicted;
        return (mean + (gain * (later.Mean - mean)), variance + (gain * gain * (later.Variance - predicted)));
    }

    private int FirstAtOrAfter(double seconds)
    {
        int low = 0, high = _observations.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_observations[middle].Seconds < seconds)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
