using PixelShap.Estimation;
using PixelShap.Faithfulness;
using PixelShap.Games;

namespace PixelShap.Tests.Estimation;

public sealed class CallBudgetTests
{
    [Theory]
    [InlineData("40", 10, 40)]
    [InlineData("n", 10, 10)]
    [InlineData("2n+1", 10, 21)]
    [InlineData("2N + 1", 10, 21)]
    [InlineData("1.5n", 5, 8)]
    [InlineData("auto", 10, 40)]
    [InlineData("auto:6n", 10, 60)]
    [InlineData("3n", 3, 7)]
    [InlineData("3n", 0, 0)]
    public void A_budget_is_read_and_capped_by_the_number_of_coalitions(string text, int players, int calls)
    {
        CallBudget budget = CallBudget.Parse(text);
        Assert.Equal(calls, budget.For(players));
        Assert.Equal(budget, CallBudget.Parse(budget.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2m")]
    [InlineData("-3")]
    [InlineData("auto6")]
    [InlineData("99999999999")]
    public void Anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => CallBudget.Parse(text));

    [Fact]
    public void Objects_beyond_the_maximum_are_one_player_and_none_is_lost()
    {
        IReadOnlyList<IReadOnlyList<int>> players = PlayerGroups.Of([5, 1, 9, 2, 7], 3);
        Assert.Equal([[2], [4], [0, 1, 3]], players);
        Assert.Equal([[0], [1], [2], [3], [4]], PlayerGroups.Of([5, 1, 9, 2, 7], 5));
    }

    [Fact]
    public async Task Curves_follow_the_ranking_and_reuse_known_values()
    {
        var game = new TableGame([0.1, 0.6, 0.2, 0.7, 0.15, 0.8, 0.3, 1]);
        FaithfulnessCurves curves = await FaithfulnessCurves.MeasureAsync(game, [3, 2, 1], [new(Coalition.Empty, 0.1)], default);
        Assert.Equal([0.1, 0.6, 0.7, 1], curves.Insertion);
        Assert.Equal([1, 0.3, 0.15, 0.1], curves.Deletion);
        Assert.Equal(4, curves.Calls);
        Assert.Equal((0.35 + 0.65 + 0.85) / 3, curves.InsertionArea, 12);
        Assert.Equal((0.65 + 0.225 + 0.125) / 3, curves.DeletionArea, 12);
    }
}
