using PixelShap.Video.Frames;
using PixelShap.Video.Tracking;
using static PixelShap.Video.Tests.Tracking.Street;

namespace PixelShap.Video.Tests.Tracking;

public sealed class OfflineInterpolationTests
{
    private readonly OfflineInterpolation _interpolation = new(TimeSpan.FromSeconds(1));

    [Fact]
    public void Fills_a_gap_on_the_straight_line_in_time()
    {
        // The frames are not evenly spaced: the one in between lies at three quarters of the time.
        FrameHeader[] frames = [Frame(10, 0), Frame(11, 0.3), Frame(12, 0.4)];
        IReadOnlyList<TrackObservation> filled = _interpolation.Fill(frames, [Seen(frames[0], 100, 0.9f), Seen(frames[2], 140, 0.6f)]);
        Assert.Equal([10, 11, 12], filled.Select(one => one.Frame.Index));
        Assert.Equal(130, filled[1].Object.Detection.Box.Left, 1e-3);
        Assert.Equal(0.6f, filled[1].Object.Detection.Score);
    }

    [Fact]
    public void Leaves_long_gaps_and_other_tracks_alone()
    {
        FrameHeader[] frames = [.. Enumerable.Range(0, 14).Select(i => Frame(i, i / 10.0))];
        IReadOnlyList<TrackObservation> filled = _interpolation.Fill(frames, [
            Seen(frames[0], 100, 0.9f), Seen(frames[12], 140, 0.9f),
            Seen(frames[5], 300, 0.9f, track: 2), Seen(frames[7], 310, 0.9f, track: 2)]);
        Assert.Equal([(0L, 1), (5L, 2), (6L, 2), (7L, 2), (12L, 1)], filled.Select(one => (one.Frame.Index, one.Object.TrackId)));
    }

    private static TrackObservation Seen(FrameHeader frame, double x, float score, int track = 1) =>
        new(frame, new TrackedObject(track, See(x, 200, score: score)));
}
