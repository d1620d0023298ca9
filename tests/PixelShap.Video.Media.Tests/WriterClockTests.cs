using PixelShap.Video.Frames;
using PixelShap.Video.Media.Writing;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Tests;

public sealed class WriterClockTests
{
    private static readonly Epoch First = new(0, DateTimeOffset.UnixEpoch, "start");
    private static readonly Rational Coarse = new(1, 100), Fine = new(1, 1000);

    /// <summary>Three frames within a tick of the output, one whose clock goes back: a container takes ascending times only.</summary>
    [Fact]
    public void No_two_frames_have_the_same_time()
    {
        var clock = new WriterClock(Coarse, new MediaTime(0, Fine));
        Assert.Equal([0, 1, 2, 5, 6], ((long[])[0, 1, 2, 50, 40]).Select(milliseconds => clock.Next(At(milliseconds, First))));
    }

    [Fact]
    public void A_reopened_stream_goes_on_when_it_came_back()
    {
        var clock = new WriterClock(Coarse, new MediaTime(0, Fine));
        Epoch later = new(1, DateTimeOffset.UnixEpoch.AddSeconds(3), "lost"), soon = new(2, DateTimeOffset.UnixEpoch.AddSeconds(1), "lost");
        Assert.Equal([0, 300, 310], [clock.Next(At(0, First)), clock.Next(At(7000, later)), clock.Next(At(7100, later))]);

        // One that claims to have begun before what is written already follows it at once.
        Assert.Equal(311, clock.Next(At(0, soon)));
    }

    private static FrameHeader At(long milliseconds, Epoch epoch) => new(0, epoch, new MediaTime(milliseconds, Fine), 2, 2, PixelFormat.Bgr24);
}
