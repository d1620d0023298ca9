using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;
using static PixelShap.Video.Tests.Tracking.Street;

namespace PixelShap.Video.Tests.Tracking;

public sealed class OfflineSmoothingTests
{
    private static readonly TimeSpan Width = TimeSpan.FromSeconds(0.1);

    [Fact]
    public void Straight_motion_stays_as_it_is_also_at_uneven_times_and_at_the_ends()
    {
        var random = new Random(4);
        double time = 0;
        TrackObservation[] observations = [.. Enumerable.Range(0, 40).Select(i =>
            Seen(i, time += 0.01 + (0.1 * random.NextDouble()), 100 + (80 * time)))];
        foreach ((TrackObservation before, TrackObservation after) in observations.Zip(new OfflineSmoothing(Width).Smooth(observations)))
        {
            // The clock of these frames has milliseconds, so up to half a millisecond of motion is lost.
            Assert.Equal(before.Object.Detection.Box.Left, after.Object.Detection.Box.Left, 0.1);
            Assert.Equal(80, after.Object.Detection.Box.Width, 0.1);
            Assert.Equal(before.Frame, after.Frame);
        }
    }

    [Fact]
    public void Noise_is_reduced_and_tracks_do_not_touch_each_other()
    {
        var random = new Random(6);
        TrackObservation[] observations = [.. Enumerable.Range(0, 200).SelectMany(i => new[]
        {
            Seen(i, i / 25.0, 100 + (4 * random.NextDouble()) - 2), Seen(i, i / 25.0, 900, track: 2),
        })];
        IReadOnlyList<TrackObservation> smooth = new OfflineSmoothing(Width).Smooth(observations);
        Assert.All(smooth.Where(one => one.Object.TrackId == 2), one => Assert.Equal(900, one.Object.Detection.Box.Left, 1e-3));
        Assert.True(Error(smooth) < 0.6 * Error(observations), $"{Error(smooth):F3} against {Error(observations):F3}");

        static double Error(IEnumerable<TrackObservation> all) =>
            Math.Sqrt(all.Where(one => one.Object.TrackId == 1).Average(one => Math.Pow(one.Object.Detection.Box.Left - 100, 2)));
    }

    [Fact]
    public void A_doubtful_box_counts_less()
    {
        double Middle(float score) => new OfflineSmoothing(Width)
            .Smooth([Seen(0, 0, 100), Seen(1, 0.05, 110, score: score), Seen(2, 0.1, 100)])[1].Object.Detection.Box.Left;
        Assert.True(Middle(0.3f) < Middle(0.9f));
    }

    [Fact]
    public void No_width_and_a_single_sight_change_nothing()
    {
        TrackObservation[] observations = [Seen(0, 0, 100), Seen(1, 0.1, 130)];
        Assert.Same(observations, new OfflineSmoothing(TimeSpan.Zero).Smooth(observations));
        Assert.Equal(new BoundingBox(100, 200, 180, 260), new OfflineSmoothing(Width).Smooth([observations[0]])[0].Object.Detection.Box);
    }

    private static TrackObservation Seen(int index, double seconds, double x, float score = 0.9f, int track = 1) =>
        new(Frame(index, seconds), new TrackedObject(track, See(x, 200, score: score)));
}
