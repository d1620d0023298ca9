using PixelShap.Video.Keyframes;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Tests.Keyframes;

/// <summary>The gaps between keyframes, scenes and the budget. Reasons in the scene: <see cref="KeyframeReasonTests"/>.</summary>
public sealed class KeyframeSelectorTests
{
    [Fact]
    public void The_first_keyframe_waits_for_a_track_but_not_for_ever()
    {
        var withTracks = new KeyframeSelector(new KeyframeConfiguration());
        Assert.Null(withTracks.Choose(View(0, tracks: 0)));
        Assert.Equal("start", withTracks.Choose(View(0.08)));

        var without = new KeyframeSelector(new KeyframeConfiguration());
        Assert.Null(without.Choose(View(0, tracks: 0)));
        Assert.Null(without.Choose(View(0.2, tracks: 0)));
        Assert.Equal("start", without.Choose(View(0.25, tracks: 0)));
    }

    [Fact]
    public void Intervals_are_measured_in_time_of_the_video_whatever_the_frame_rate()
    {
        var selector = new KeyframeSelector(new KeyframeConfiguration { IntervalSeconds = 1 });
        double[] times = [0, 0.01, 0.5, 0.99, 1.0, 1.3, 2.6, 3.0, 3.6];
        Assert.Equal([0, 1.0, 2.6, 3.6], times.Where(time => selector.Choose(View(time)) is not null));
    }

    [Fact]
    public void An_interval_shorter_than_the_least_gap_holds()
    {
        var selector = new KeyframeSelector(new KeyframeConfiguration { IntervalSeconds = 0.2, MinGapSeconds = 0.5 });
        Assert.Equal([0, 0.2, 0.4, 0.6], Enumerable.Range(0, 8).Select(i => i / 10.0).Where(time => selector.Choose(View(time)) is not null));
    }

    [Fact]
    public void A_cut_makes_a_keyframe_and_says_so()
    {
        var selector = new KeyframeSelector(new KeyframeConfiguration { IntervalSeconds = 60 });
        selector.Choose(View(0));
        Assert.Null(selector.Choose(View(0.6)));
        Assert.Equal("scene cut", selector.Choose(View(0.64) with { SceneDifference = 0.9 }));
        Assert.Null(selector.Choose(View(0.68)));
    }

    [Fact]
    public void A_cut_too_soon_after_a_keyframe_waits_until_the_gap_is_over()
    {
        var selector = new KeyframeSelector(new KeyframeConfiguration { IntervalSeconds = 60 });
        selector.Choose(View(0));
        Assert.Null(selector.Choose(View(0.1) with { SceneDifference = 0.9 }));
        Assert.Null(selector.Choose(View(0.48)));
        Assert.Equal("scene cut", selector.Choose(View(0.52)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_cut_at_every_frame_neither_stops_the_keyframes_nor_brings_them_closer_than_the_least_gap(int tracks)
    {
        var selector = new KeyframeSelector(new KeyframeConfiguration { IntervalSeconds = 1, MinGapSeconds = 0.5 });
        double[] taken =
        [
            .. Enumerable.Range(0, 250).Select(i => i / 25.0).Where(time => selector.Choose(View(time, tracks) with { SceneDifference = 0.9 }) is not null),
        ];
        double[] gaps = [.. taken.Zip(taken.Skip(1), (first, second) => second - first)];
        Assert.InRange(taken[0], 0, 0.3);
        Assert.All(gaps, gap => Assert.InRange(gap, 0.5 - 1e-9, 0.6));
        Assert.InRange(taken[^1], 9.4, 10);
    }

    [Fact]
    public void A_stream_that_came_back_makes_a_keyframe_and_says_so()
    {
        var selector = new KeyframeSelector(new KeyframeConfiguration { IntervalSeconds = 60 });
        selector.Choose(View(0));
        Assert.Equal("stream reopened", selector.Choose(View(5) with { Epoch = 1 }));
    }

    [Fact]
    public void Cuts_can_be_switched_off()
    {
        var selector = new KeyframeSelector(new KeyframeConfiguration { IntervalSeconds = 60, SceneCut = false });
        selector.Choose(View(0));
        Assert.Null(selector.Choose(View(5) with { SceneDifference = 0.9 }));
    }

    [Theory]
    [InlineData(5, 100)]
    [InlineData(7, 35)]
    [InlineData(40, 35)]
    public void A_budget_is_kept_and_spread_over_the_clip(int budget, double duration)
    {
        var selector = new KeyframeSelector(new KeyframeConfiguration { Budget = budget, IntervalSeconds = 1 }, duration);
        double[] taken = [.. Enumerable.Range(0, (int)(duration * 25)).Select(i => i / 25.0).Where(time => selector.Choose(View(time)) is not null)];
        double[] gaps = [.. taken.Zip(taken.Skip(1), (first, second) => second - first)];
        Assert.Equal(Math.Min(budget, (int)duration), taken.Length);
        Assert.All(gaps, gap => Assert.InRange(gap, Math.Max(1, duration / budget) - 1e-9, Math.Max(1, duration / budget) + 0.1));
    }

    [Fact]
    public void Events_cannot_spend_the_budget_of_the_rest_of_the_clip()
    {
        const double Duration = 60;
        var selector = new KeyframeSelector(new KeyframeConfiguration { Budget = 10, IntervalSeconds = 1 }, Duration);
        // In every frame something new stands ahead.
        double[] taken = [.. Enumerable.Range(0, 60 * 25).Where(i => selector.Choose(View(i / 25.0, first: i)) is not null).Select(i => i / 25.0)];
        Assert.Equal(10, taken.Length);
        Assert.All(taken.Zip(taken.Skip(1), (first, second) => second - first), gap => Assert.True(gap >= Duration / 10 / 2 - 1e-9, $"{gap}"));
        Assert.True(taken[^1] > Duration / 2, $"{taken[^1]}");
    }

    [Fact]
    public void Without_a_known_length_the_budget_is_a_limit()
    {
        var selector = new KeyframeSelector(new KeyframeConfiguration { Budget = 3, IntervalSeconds = 1 });
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 9).Where(time => selector.Choose(View(time)) is not null));
    }

    /// <summary>Objects at the side of the road, with the same ids all the time unless <paramref name="first"/> says otherwise.</summary>
    private static KeyframeView View(double seconds, int tracks = 1, int? first = null) => new()
    {
        Seconds = seconds,
        Width = 640,
        Height = 360,
        Objects = [.. Enumerable.Range(0, tracks).Select(i => new TrackedObject(
            (first ?? 0) + i + 1, new Detection(2, "car", 0.9f, first is null ? new BoundingBox(10, 200, 60, 240) : new BoundingBox(300, 200, 350, 250), null)))],
    };
}
