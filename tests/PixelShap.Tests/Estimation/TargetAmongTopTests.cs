using PixelShap.Estimation;

namespace PixelShap.Tests.Estimation;

public sealed class TargetAmongTopTests
{
    [Theory]
    [InlineData(new[] { 1 }, 1, true)]
    [InlineData(new[] { 0, 1 }, 1, true)] // One of several targets on top is enough.
    [InlineData(new[] { 0 }, 1, false)]
    [InlineData(new[] { 0 }, 2, false)] // Players 0 and 2 have the same value: the tie counts against the target.
    [InlineData(new[] { 0 }, 3, true)]
    [InlineData(new[] { 0, 2 }, 2, true)] // Targets that tie with each other take no place from each other.
    [InlineData(new[] { 3 }, 3, false)]
    public void A_target_counts_when_fewer_others_are_at_least_as_important(int[] targets, int count, bool expected) =>
        Assert.Equal(expected, Agreement.IsTargetAmongTop([0.2, 0.5, 0.2, 0.1], targets, count));

    [Fact]
    public void Where_all_are_equal_nothing_was_found() =>
        Assert.False(Agreement.IsTargetAmongTop([0, 0, 0], [0], 1));
}
