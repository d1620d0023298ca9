using PixelShap.Estimation.Bayes;

namespace PixelShap.Tests.Estimation;

public sealed class SettlementTests
{
    /// <summary>Errors that two players share do not change which of them is ahead; errors in opposite directions change it twice as much.</summary>
    [Fact]
    public void An_order_is_settled_by_the_error_of_the_difference()
    {
        Assert.True(IsSettled(covariance: 0.0399));
        Assert.False(IsSettled(covariance: 0));
        Assert.False(IsSettled(covariance: -0.0399));
    }

    private static bool IsSettled(double covariance) =>
        Settlement.IsSettled(new ShapleyPosterior([0.5, 0.4], [0.04, covariance, covariance, 0.04], 0, []));
}
