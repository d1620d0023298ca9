using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Time;

namespace PixelShap.Video.Runs.Tests.Analysis;

public sealed class RecentFramesTests
{
    private readonly FramePool _pool = new(0);

    [Fact]
    public void Nothing_from_before_a_stream_broke_off_is_shown_behind_it()
    {
        using var recent = new RecentFrames(2, 0.5);
        var given = new List<Frame>();
        foreach ((int epoch, double seconds) in ((int, double)[])[(0, 0), (0, 0.5), (0, 1), (1, 1.25), (1, 1.75), (1, 2.25)])
        {
            Frame frame = At(epoch, seconds);
            given.Add(frame);
            Assert.All(recent.Before(frame, seconds), before => Assert.Equal(epoch, before.Frame.Header.Epoch.Number));
            recent.Offer(frame, seconds, []);
            frame.Dispose();
        }

        // The first frame behind the break is kept although the last one before it is not a step away.
        using Frame last = At(1, 2.5);
        Assert.Equal([1.75, 2.25], recent.Before(last, 2.5).Select(before => before.Seconds));
        using Frame early = At(1, 1.6);
        Assert.Equal([1.25], recent.Before(early, 1.6).Select(before => before.Seconds));
        Assert.All(given.Take(3), frame => Assert.Throws<ObjectDisposedException>(() => frame.Pixels));
    }

    private Frame At(int epoch, double seconds) => _pool.Rent(new FrameHeader(
        0, new Epoch(epoch, DateTimeOffset.UnixEpoch, "start"), new MediaTime((long)(seconds * 1000), new Rational(1, 1000)), 16, 16, PixelFormat.Bgr24));
}
