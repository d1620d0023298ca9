namespace PixelShap.Video.Importance;

/// <summary>
/// The importance of one track over time: a random walk in continuous time, observed at the keyframes, smoothed with a Kalman filter
/// forwards and the Rauch-Tung-Striebel recursion backwards (Rauch, Tung &amp; Striebel 1965). Between keyframes the mean and variance
/// are those of the walk given all observations, not a straight line drawn by eye. An answer that turns on something new makes φ jump: where an
/// observation is more than <see cref="JumpDeviations"/> standard deviations from what the walk predicts, the walk is given as much variance over
/// that interval as makes it expected (Jazwinski 1969, Adaptive filtering), so that what came before does not hold it back and it is not seen before.
/// </summary>
public sealed class ImportanceTrack
{
    /// <summary>From how many standard deviations on a change is a jump and no drift.</summary>
    public const double JumpDeviations = 3;

    private readonly ImportanceObservation[] _observations;

    // The variance of the walk per second in the interval that ends at an observation.
    private readonly double[] _walk;
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
        _walk = new double[_observations.Length];
        _filtered = Filter();
        _smoothed = Smooth();
    }

    /// <summary>The observations.</summary>
    public IReadOnlyList<ImportanceObservation> Observations => _observations;

    /// <summary>The variance that the walk has over the interval that ends at an observation; 0 for the first.</summary>
    internal double WalkVariance(int observation) =>
        observation == 0 ? 0 : _walk[observation] * (_observations[observation].Seconds - _observations[observation - 1].Seconds);

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
        variance += _walk[next] * (seconds - _observations[next - 1].Seconds);
        (mean, variance) = StepBack(mean, variance, _walk[next] * (_observations[next].Seconds - seconds), _smoothed[next]);
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
            double elapsed = observation.Seconds - _observations[i - 1].Seconds, innovation = observation.Value - filtered[i - 1].Mean;
            double predicted = filtered[i - 1].Variance + (_driftVariance * elapsed);
            if (innovation * innovation > JumpDeviations * JumpDeviations * (predicted + observation.Variance))
            {
                predicted = (innovation * innovation) - observation.Variance;
            }

            _walk[i] = (predicted - filtered[i - 1].Variance) / elapsed;
            double gain = predicted / (predicted + observation.Variance);
            filtered[i] = (filtered[i - 1].Mean + (gain * innovation), (1 - gain) * predicted);
        }

        return filtered;
    }

    private (double Mean, double Variance)[] Smooth()
    {
        var smoothed = new (double Mean, double Variance)[_observations.Length];
        smoothed[^1] = _filtered[^1];
        for (int i = smoothed.Length - 2; i >= 0; i--)
        {
            smoothed[i] = StepBack(_filtered[i].Mean, _filtered[i].Variance, WalkVariance(i + 1), smoothed[i + 1]);
        }

        return smoothed;
    }

    private static (double Mean, double Variance) StepBack(double mean, double variance, double walk, (double Mean, double Variance) later)
    {
        double predicted = variance + walk;
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
