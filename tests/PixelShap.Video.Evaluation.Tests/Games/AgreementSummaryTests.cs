using PixelShap.Video.Evaluation.Games;

namespace PixelShap.Video.Evaluation.Tests.Games;

public sealed class AgreementSummaryTests
{
    /// <summary>Two of eleven games are turned upside down: a tenth of all lies at or below −1, nine tenths and the median at 1.</summary>
    [Fact]
    public void The_tenth_percentile_is_that_of_the_worst_games()
    {
        double[] truth = [0.5, 0.3, 0.1], upsideDown = [-0.5, -0.3, -0.1];
        AgreementSummary summary = Trial.Summarize([.. Enumerable.Range(0, 11).Select(i => new Trial(truth, i % 5 == 1 && i < 9 ? upsideDown : truth, [0, 0, 0], 3))]);
        Assert.Equal(-1, summary.PearsonP10, 12);
        Assert.Equal(7 / 11.0, summary.PearsonMean, 12);
        Assert.Equal((9 / 11.0, 0.0), (summary.Top1, summary.RelativeMseMedian));
    }
}
