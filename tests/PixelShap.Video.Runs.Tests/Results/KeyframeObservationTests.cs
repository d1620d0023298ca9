using PixelShap.Video.Attribution;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Time;

namespace PixelShap.Video.Runs.Tests.Results;

public sealed class KeyframeObservationTests
{
    private static readonly ImportanceConfiguration s_configuration = new() { ObservationNoise = 0.03 };

    [Fact]
    public void Smoothing_takes_a_keyframes_own_values_and_not_what_earlier_ones_taught()
    {
        PlayerValue player = new([7], "car", 0.9, 0.001) { ColdValue = 0.2, ColdStandardError = 0.1 };
        ImportanceSample sample = ImportanceTimeline.From([Keyframe(0, player)], s_configuration).At(7, 0);
        Assert.Equal((0.2, 0.01), (sample.Mean, Math.Round(sample.Variance, 12)));
    }

    [Fact]
    public void The_members_of_a_group_share_its_value_and_nobody_knows_how()
    {
        // φ = .4 of two: .2 each, with the variance of half the value (.1²/4) and that of not knowing the shares (.2²).
        ImportanceTimeline timeline = ImportanceTimeline.From([Keyframe(0, new PlayerValue([7, 8], "others", 0.4, 0.1))], s_configuration);
        Assert.All((int[])[7, 8], id =>
        {
            Assert.Equal(0.2, timeline.At(id, 0).Mean, 12);
            Assert.Equal(0.0025 + 0.04, timeline.At(id, 0).Variance, 12);
        });
    }

    [Fact]
    public void No_value_is_known_better_than_the_least_error()
    {
        ImportanceSample sample = ImportanceTimeline.From([Keyframe(0, new PlayerValue([7], "car", 0.4, 0))], s_configuration).At(7, 0);
        Assert.Equal(0.0009, sample.Variance, 12);
    }

    /// <summary>What is carried over was measured once: after ten carried keyframes it is known no better than if nobody had looked at them.</summary>
    [Fact]
    public void Carried_keyframes_measure_nothing()
    {
        PlayerValue player = new([7], "car", 0.4, 0.05);
        JournalKeyframe measured = Keyframe(0, player);
        JournalKeyframe[] carried = [.. Enumerable.Range(1, 10).Select(second => Carried(second, player))];
        ImportanceTimeline with = ImportanceTimeline.From([measured, .. carried], s_configuration), without = ImportanceTimeline.From([measured], s_configuration);
        foreach (double seconds in (double[])[0, 0.5, 1, 5, 10, 12])
        {
            Assert.Equal(without.At(7, seconds), with.At(7, seconds));
        }

        Assert.True(with.At(7, 10).Variance > with.At(7, 1).Variance);
    }

    [Fact]
    public void A_live_view_keeps_whom_carried_keyframes_still_show()
    {
        var live = new LiveImportance(s_configuration, RunPrompts.Of(new PipelineConfiguration())[0]);
        PlayerValue stays = new([7], "car", 0.4, 0.05), leaves = new([8], "car", 0.3, 0.05);
        live.Add(Keyframe(0, stays, leaves));
        for (int second = 30; second <= 120; second += 30)
        {
            live.Add(Carried(second, stays));
        }

        Assert.Equal((0.4, SampleKind.Extrapolated), (live.At(7, 120).Mean, live.At(7, 120).Kind));
        Assert.Equal(SampleKind.None, live.At(8, 120).Kind);
    }

    private static JournalKeyframe Carried(int second, PlayerValue player)
    {
        JournalKeyframe keyframe = Keyframe(second, player);
        return keyframe with { Attribution = keyframe.Attribution with { IsCarried = true } };
    }

    private static JournalKeyframe Keyframe(int second, params PlayerValue[] players) => new()
    {
        Frame = second,
        Epoch = 0,
        Pts = new MediaTime(second, new Rational(1, 1)),
        Seconds = second,
        Reason = "interval",
        Attribution = new KeyframeAttribution
        {
            Prompt = "?",
            Model = "m",
            Answer = "a",
            Players = players,
            Estimator = "bayes",
            Calls = 1,
            EmptyValue = 0,
            FullValue = 1,
            EfficiencyGap = 0,
            Coalitions = [],
        },
    };
}
