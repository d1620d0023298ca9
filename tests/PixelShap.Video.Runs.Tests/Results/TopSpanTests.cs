using PixelShap.Video.Attribution;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Time;

namespace PixelShap.Video.Runs.Tests.Results;

public sealed class TopSpanTests
{
    [Fact]
    public void Keyframes_with_the_same_top_become_one_stretch_and_a_quiet_one_names_nobody()
    {
        ImportanceTimeline timeline = Timeline(
            Keyframe(0, 0.0, "clear", (1, 0.01), (2, 0.02)),
            Keyframe(12, 1.0, "a car", (1, 0.30), (2, 0.02)),
            Keyframe(24, 2.0, "a car nearer", (1, 0.50), (2, 0.02)),
            Keyframe(36, 3.0, "a child", (1, 0.10), (2, 0.60)));
        Dictionary<int, TrackSpan> tracks = new() { [1] = new(1, "car", 0, 4, 48), [2] = new(2, "pedestrian", 0, 4, 48) };
        IReadOnlyList<TopSpan> spans = TopSpan.Of(timeline, tracks, end: 4);

        Assert.Equal([(0, 1, null, ""), (1, 3, 1, "car"), (3, 4, 2, "pedestrian")], spans.Select(span => (span.From, span.To, span.TrackId, span.ClassName)));
        Assert.Equal(["clear", "a car nearer", "a child"], spans.Select(span => span.Answer));
        Assert.Equal([0, 0.4, 0.6], spans.Select(span => Math.Round(span.Mean, 2)));
    }

    /// <summary>No object was on top at any of them; the one that warns is not hidden by those around it.</summary>
    [Fact]
    public void A_warning_that_rests_on_no_object_stays_a_stretch_of_its_own()
    {
        ImportanceTimeline timeline = Timeline(
            Keyframe(0, 0.0, "There is no reason to brake.", (1, 0.01)),
            Keyframe(12, 1.0, "I see no reason to brake.", (1, 0.02)),
            Keyframe(24, 2.0, "A pedestrian steps onto the road, stop.", (1, 0.02)),
            Keyframe(36, 3.0, "There is no reason to brake.", (1, 0.01)));
        IReadOnlyList<TopSpan> spans = TopSpan.Of(timeline, new Dictionary<int, TrackSpan> { [1] = new(1, "car", 0, 4, 48) }, end: 4);
        Assert.Equal([(0, 2), (2, 3), (3, 4)], spans.Select(span => (span.From, span.To)));
        Assert.Equal("A pedestrian steps onto the road, stop.", spans[1].Answer);
        Assert.All(spans, span => Assert.Null(span.TrackId));
    }

    /// <summary>The same car is on top at all of them; what is said of it changes.</summary>
    [Fact]
    public void A_warning_about_the_object_that_stays_on_top_is_not_hidden_either()
    {
        ImportanceTimeline timeline = Timeline(
            Keyframe(0, 0.0, "A red car drives ahead of us.", (1, 0.5)),
            Keyframe(12, 1.0, "A red car drives ahead of us.", (1, 0.6)),
            Keyframe(24, 2.0, "Stop, a child runs from behind the car!", (1, 0.3)),
            Keyframe(36, 3.0, "A red car drives ahead of us.", (1, 0.5)));
        IReadOnlyList<TopSpan> spans = TopSpan.Of(timeline, new Dictionary<int, TrackSpan> { [1] = new(1, "car", 0, 4, 48) }, end: 4);
        Assert.Equal([(0, 2), (2, 3), (3, 4)], spans.Select(span => (span.From, span.To)));
        Assert.Equal("Stop, a child runs from behind the car!", spans[1].Answer);
        Assert.All(spans, span => Assert.Equal(1, span.TrackId));
    }

    [Fact]
    public void Nothing_comes_of_nothing() => Assert.Empty(TopSpan.Of(Timeline(), new Dictionary<int, TrackSpan>(), end: 4));

    /// <summary>A walk that drifts so far between keyframes that each keeps its own value.</summary>
    private static ImportanceTimeline Timeline(params JournalKeyframe[] keyframes) => ImportanceTimeline.From(keyframes, new ImportanceConfiguration { DriftPerSecond = 10 });

    private static JournalKeyframe Keyframe(long frame, double seconds, string answer, params (int Track, double Value)[] players) => new()
    {
        Frame = frame,
        Epoch = 0,
        Pts = new MediaTime(frame, new Rational(1, 12)),
        Seconds = seconds,
        Reason = "interval",
        Attribution = new KeyframeAttribution
        {
            Prompt = "What matters?",
            Model = "test",
            Answer = answer,
            Players = [.. players.Select(player => new PlayerValue([player.Track], "car", player.Value, 0.001))],
            Estimator = "exact",
            Calls = 3,
            EmptyValue = 0,
            FullValue = 1,
            EfficiencyGap = 0,
            Coalitions = [],
        },
    };
}
