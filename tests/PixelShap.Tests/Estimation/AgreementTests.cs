using PixelShap.Estimation;

namespace PixelShap.Tests.Estimation;

public sealed class AgreementTests
{
    /// <summary>By hand: the ranks 1, 2½, 2½, 4 against 1, 2, 3, 4, and 2, 2, 5, 2, 4 against 2, 3, 5, 1, 4.</summary>
    [Fact]
    public void Ties_have_their_mean_rank()
    {
        Assert.Equal(4.5 / Math.Sqrt(4.5 * 5), Agreement.Spearman([1, 2, 2, 3], [1, 2, 3, 4]), 12);
        Assert.Equal(8 / Math.Sqrt(8 * 10), Agreement.Spearman([0, 0, 1, 0, 0.5], [0.1, 0.2, 0.9, -0.3, 0.4]), 12);
    }
}
