using PixelShap.Video.Frames;
using PixelShap.Video.Time;

namespace PixelShap.Video.Tests.Frames;

public sealed class RunClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_epoch_keeps_its_own_times()
    {
        var clock = new RunClock();
        Assert.Equal(0.5, clock.Seconds(new Epoch(0, Noon, "start"), Milliseconds(500)));
        Assert.Equal(0.54, clock.Seconds(new Epoch(0, Noon, "start"), Milliseconds(540)), 12);
    }

    [Fact]
    public void A_reconnect_is_placed_by_the_wall_clock()
    {
        var clock = new RunClock();
        clock.Seconds(new Epoch(0, Noon, "start"), Milliseconds(0));
        Assert.Equal(10, clock.Seconds(new Epoch(1, Noon.AddSeconds(10), "lost"), Milliseconds(7000)), 12);
    }

    [Fact]
    public void Time_never_goes_back_between_epochs()
    {
        var clock = new RunClock();
        clock.Seconds(new Epoch(0, Noon, "start"), Milliseconds(0));
        double last = clock.Seconds(new Epoch(0, Noon, "start"), Milliseconds(20_000));
        Assert.True(clock.Seconds(new Epoch(1, Noon.AddSeconds(1), "lost"), Milliseconds(0)) >= last);
    }

    private static MediaTime Milliseconds(long ticks) => new(ticks, new Rational(1, 1000));
}
