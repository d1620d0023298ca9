using PixelShap.Masking;
using PixelShap.Video.Configuration;
using PixelShap.Video.Keyframes;

namespace PixelShap.Video.Tests.Keyframes;

public sealed class KeyframeSelectorTests
{
    private static readonly BgrImage Dark = Plain(10);
    private static readonly BgrImage Bright = Plain(240);

    [Fact]
    public void The_first_keyframe_waits_for_a_track_but_not_for_ever()
    {
        var withTracks = new KeyframeSelector(new KeyframeConfiguration());
        Assert.Null(withTracks.Choose(0, 0, Dark, 0));
        Assert.Equal("start", withTracks.Choose(0.08, 0, Dark, 1));

        var without = new KeyframeSelector(new KeyframeConfiguration());
        Assert.Null(without.Choose(0, 0, Dark, 0));
        Assert.Null(without.Choose(0.2, 0, Dark, 0));
        Assert.Equal("start", without.Choose(0.25, 0, Dark, 0));
    }

    [Fact]
    public void Intervals_are_measured_in_time_of_the_video_whatever_the_frame_rate()
    {
        var selector = new KeyframeSelector(new KeyframeConfiguration { IntervalSeconds = 1 });
        double[] times = [0, 0.01, 0.5, 0.99, 1.0, 1.3, 2.6, 3.0, 3.6];
        Assert.Equal([0, 1.0, 2.6, 3.6], times.Where(time => selector.Choose(time, 0, Dark, 1) is not null));
    }

    [Fact]
    public void A_cut_makes_a_keyframe_and_says_so()
    {
        var selector = new KeyframeSelector(new KeyframeConfiguration { IntervalSeconds = 60 });
        selector.Choose(0, 0, Dark, 1);
        Assert.Null(selector.Choose(0.04, 0, Dark, 1));
        Assert.Equal("scene cut", selector.Choose(0.08, 0, Bright, 1));
        Assert.Null(selector.Choose(0.12, 0, Bright, 1));
    }

    [Fact]
    public void A_stream_that_came_back_makes_a_keyframe_and_says_so()
    {
        var selector = new KeyframeSelector(new KeyframeConfiguration { IntervalSeconds = 60 });
        selector.Choose(0, 0, Dark, 1);
        Assert.Equal("stream reopened", selector.Choose(5, 1, Dark, 1));
    }

    [Fact]
    public void Cuts_can_be_switched_off()
    {
        var selector = new KeyframeSelector(new KeyframeConfiguration { IntervalSeconds = 60, SceneCut = false });
        selector.Choose(0, 0, Dark, 1);
        Assert.Null(selector.Choose(0.04, 0, Bright, 1));
    }

    private static BgrImage Plain(byte level)
    {
        var pixels = new byte[64 * 48 * 3];
        pixels.AsSpan().Fill(level);
        return new BgrImage(pixels, 64, 48, 64 * 3);
    }
}
