using PixelShap.Video.Evaluation.Games;

namespace PixelShap.Video.Evaluation.Tests.Games;

public sealed class TargetTrialTests
{
    [Fact]
    public void The_rank_counts_from_the_largest_value()
    {
        double[] values = [0.1, 0.5, -0.2, 0.3], overlaps = [0, 0, 0, 1];
        TargetTrial trial = TargetTrial.Of(values, overlaps, target: 3, hasTarget: true);
        Assert.Equal((1, 2, 0.5, 0.0), (trial.Top, trial.Rank, trial.TopValue, trial.Iou));
        Assert.Equal(4, TargetTrial.Of(values, [0, 0, 1, 0], target: 2, hasTarget: true).Rank);
    }

    [Fact]
    public void A_tie_is_no_merit()
    {
        TargetTrial trial = TargetTrial.Of([0.2, 0.2 + 1e-12, 0.2], [1, 0.25, 0.5], target: 0, hasTarget: true);
        Assert.Equal((1, 3, 0.25), (trial.Top, trial.Rank, trial.Iou));
    }

    [Fact]
    public void A_target_that_no_player_is_has_no_rank()
    {
        TargetTrial trial = TargetTrial.Of([0.4, 0.1], [0.3, 0.2], target: null, hasTarget: true);
        Assert.Null(trial.Rank);
        Assert.Equal(0.3, trial.Iou);
    }

    [Fact]
    public void A_summary_has_the_means_of_questions_with_a_target_and_the_share_of_quiet_ones_below_the_threshold()
    {
        TargetTrial[] trials =
        [
            Trial(rank: 1, iou: 1.0, drop: 0.8, calls: 6),
            Trial(rank: 2, iou: 0.5, drop: 0.4, calls: 6),
            Trial(rank: 3, iou: 0.0, drop: 0.0, calls: 8),
            Trial(rank: null, iou: 0.1, drop: 0.4, calls: 8),
            Quiet(0.02),
            Quiet(0.09),
            Quiet(0.1),
        ];
        TargetSummary summary = TargetSummary.Of(trials, quietBelow: 0.1);
        Assert.Equal((4, 3), (summary.Questions, summary.QuietQuestions));
        Assert.Equal((0.25, 0.5, 0.75), (summary.Recall1, summary.Recall2, summary.Recall3));
        Assert.Equal(0.4, summary.Iou1, 12);
        Assert.Equal(0.4, summary.SimilarityDrop, 12);
        Assert.Equal(4.0, summary.Calls, 12);
        Assert.Equal(2.0 / 3, summary.QuietCorrect!.Value, 12);
        Assert.Null(TargetSummary.Of(trials, quietBelow: null).QuietCorrect);
        Assert.Null(TargetSummary.Of(trials[..4], quietBelow: 0.1).QuietCorrect);
    }

    private static TargetTrial Trial(int? rank, double iou, double drop, int calls) =>
        new() { Top = 0, TopValue = 0.5, Rank = rank, HasTarget = true, Iou = iou, Drop = drop, Calls = calls };

    private static TargetTrial Quiet(double value) => new() { Top = 0, TopValue = value, Rank = null, HasTarget = false, Iou = 0 };
}
