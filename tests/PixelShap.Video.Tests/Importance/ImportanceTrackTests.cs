using PixelShap.Video.Importance;

namespace PixelShap.Video.Tests.Importance;

public sealed class ImportanceTrackTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Smoothing_agrees_with_the_dense_solution_of_the_same_model(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 40; round++)
        {
            double drift = 0.01 + random.NextDouble();
            ImportanceObservation[] observations = RandomObservations(random, random.Next(1, 9));
            double at = (random.NextDouble() * 14) - 2;
            var track = new ImportanceTrack(observations, drift);
            ImportanceSample sample = track.At(at);
            (double mean, double variance) = DensePosterior(observations, track, drift, at);
            Assert.Equal(mean, sample.Mean, 6);
            Assert.Equal(variance, sample.Variance, 6);
        }
    }

    [Fact]
    public void What_stays_within_three_deviations_is_drift_and_what_does_not_is_a_jump()
    {
        // Predicted standard deviation of the second observation: √(0.01² + 0.1²·1 + 0.02²) = 0.1025.
        ImportanceObservation first = new(1, 0.1, 0.0001);
        Assert.Equal(0.01, new ImportanceTrack([first, new(2, 0.1 + 0.307, 0.0004)], 0.1).WalkVariance(1), 12);
        Assert.Equal((0.308 * 0.308) - 0.0004 - 0.0001, new ImportanceTrack([first, new(2, 0.1 + 0.308, 0.0004)], 0.1).WalkVariance(1), 12);
    }

    [Fact]
    public void A_jump_is_neither_seen_before_nor_held_back()
    {
        // Nothing for five keyframes, then the answer hangs on it at one keyframe, then nothing again.
        ImportanceObservation[] observations = [.. Enumerable.Range(0, 11).Select(i => new ImportanceObservation(i * 0.5, i == 5 ? 0.8 : 0, 0.0009))];
        var track = new ImportanceTrack(observations, 0.08);
        Assert.Equal(0, track.At(2).Mean, 0.02);
        Assert.Equal(0.8, track.At(2.5).Mean, 0.02);
        Assert.Equal(0, track.At(3).Mean, 0.02);
        Assert.InRange(track.At(2.25).Mean, 0.3, 0.5);
        Assert.Equal(0, track.KnownAt(3.4).Mean, 0.02);
    }

    [Fact]
    public void Samples_say_how_they_came_about()
    {
        var track = new ImportanceTrack([new(1, 0.2, 0.01), new(2, 0.4, 0.01)], 0.1);
        Assert.Equal(SampleKind.Extrapolated, track.At(0.5).Kind);
        Assert.Equal(SampleKind.Observed, track.At(1).Kind);
        Assert.Equal(SampleKind.Interpolated, track.At(1.5).Kind);
        Assert.Equal(SampleKind.Extrapolated, track.At(2.5).Kind);
        Assert.Equal(SampleKind.None, track.KnownAt(0.5).Kind);
    }

    [Fact]
    public void A_live_view_does_not_know_the_future()
    {
        ImportanceObservation[] past = [new(1, 0.2, 0.01), new(2, 0.4, 0.01)];
        var withFuture = new ImportanceTrack([.. past, new(3, -1, 0.01)], 0.1);
        Assert.Equal(new ImportanceTrack(past, 0.1).At(2.5), withFuture.KnownAt(2.5));
        Assert.Equal(new ImportanceTrack(past, 0.1).At(2), withFuture.KnownAt(2));
        Assert.Equal(new ImportanceTrack(past[..1], 0.1).At(1), withFuture.KnownAt(1));
    }

    [Fact]
    public void Variance_grows_away_from_keyframes()
    {
        var track = new ImportanceTrack([new(0, 0.5, 0.001), new(10, 0.5, 0.001)], 0.1);
        Assert.True(track.At(5).Variance > track.At(1).Variance);
        Assert.True(track.At(14).Variance > track.At(12).Variance);
    }

    [Fact]
    public void Observations_out_of_order_are_refused() =>
        Assert.Throws<ArgumentException>(() => new ImportanceTrack([new(2, 0, 1), new(1, 0, 1)], 0.1));

    private static ImportanceObservation[] RandomObservations(Random random, int count)
    {
        double seconds = 0;
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            seconds += 0.05 + (random.NextDouble() * 2);
            return new ImportanceObservation(seconds, (random.NextDouble() * 2) - 1, 0.001 + (random.NextDouble() * 0.2));
        })];
    }

    /// <summary>
    /// The posterior of a Brownian motion with a diffuse start, by solving the normal equations over all times at once: precision of the increments plus
    /// precision of the observations. What the walk varies by between two observations is taken from the track.
    /// </summary>
    private static (double Mean, double Variance) DensePosterior(ImportanceObservation[] observations, ImportanceTrack track, double drift, double at)
    {
        double[] times = [.. observations.Select(observation => observation.Seconds).Append(at).Distinct().Order()];
        int n = times.Length;
        var precision = new double[n, n];
        var weighted = new double[n];
        for (int i = 1; i < n; i++)
        {
            int ends = Array.FindIndex(observations, observation => observation.Seconds >= times[i]);
            double elapsed = times[i] - times[i - 1];
            double p = 1 / (ends <= 0 ? drift * drift * elapsed : track.WalkVariance(ends) * elapsed / (observations[ends].Seconds - observations[ends - 1].Seconds));
            precision[i, i] += p;
            precision[i - 1, i - 1] += p;
            precision[i, i - 1] -= p;
            precision[i - 1, i] -= p;
        }

        foreach (ImportanceObservation observation in observations)
        {
            int i = Array.IndexOf(times, observation.Seconds);
            precision[i, i] += 1 / observation.Variance;
            weighted[i] += observation.Value / observation.Variance;
        }

        double[,] covariance = Invert(precision);
        int k = Array.IndexOf(times, at);
        return (Enumerable.Range(0, n).Sum(j => covariance[k, j] * weighted[j]), covariance[k, k]);
    }

    private static double[,] Invert(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        var a = (double[,])matrix.Clone();
        var inverse = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            inverse[i, i] = 1;
        }

        for (int column = 0; column < n; column++)
        {
            double pivot = a[column, column];
            for (int j = 0; j < n; j++)
            {
                a[column, j] /= pivot;
                inverse[column, j] /= pivot;
            }

            for (int row = 0; row < n; row++)
            {
                double factor = a[row, column];
                for (int j = 0; row != column && j < n; j++)
                {
                    a[row, j] -= factor * a[column, j];
                    inverse[row, j] -= factor * inverse[column, j];
                }
            }
        }

        return inverse;
    }
}
