using PixelShap.Estimation;
using PixelShap.Games;

namespace PixelShap.Tests.Estimation;

public sealed class DefinitionTests
{
    [Fact]
    public async Task Exact_gives_the_textbook_glove_game()
    {
        // Two left gloves (players 0 and 1), one right glove (player 2): v = 1 for a pair. φ = (1/6, 1/6, 4/6).
        double[] table = [0, 0, 0, 0, 0, 1, 1, 1];
        ValueEstimate attribution = await Estimate("exact", table, 7);
        Assert.Equal([0.1666666667, 0.1666666667, 0.6666666667], attribution.Values.Select(value => Math.Round(value, 10)));
        Assert.Equal(7, attribution.Calls);
        Assert.Equal(0, attribution.EfficiencyGap, 12);
    }

    [Fact]
    public async Task Exact_is_the_mean_marginal_contribution_over_all_orders()
    {
        var random = new Random(5);
        double[] table = [.. Enumerable.Range(0, 32).Select(_ => random.NextDouble())];
        var expected = new double[5];
        int orders = 0;
        Walk(0, 0);
        ValueEstimate attribution = await Estimate("exact", table, 31);
        for (int player = 0; player < 5; player++)
        {
            Assert.Equal(expected[player] / orders, attribution.Values[player], 12);
        }

        void Walk(int bits, int depth)
        {
            orders += depth == 5 ? 1 : 0;
            for (int player = 0; player < 5; player++)
            {
                if ((bits >> player & 1) == 0)
                {
                    int rest = Enumerable.Range(1, 4 - depth).Aggregate(1, (a, b) => a * b);
                    expected[player] += rest * (table[bits | 1 << player] - table[bits]);
                    Walk(bits | 1 << player, depth + 1);
                }
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public async Task Edge_is_exact_for_games_of_pairs(int n)
    {
        double[] table = PairGame(new Random(n), n);
        ValueEstimate exact = await Estimate("exact", table, 1 << n), edge = await Estimate("edge", table, (2 * n) + 1);
        for (int player = 0; player < n; player++)
        {
            Assert.Equal(exact.Values[player], edge.Values[player], 10);
        }

        Assert.Equal(0, edge.EfficiencyGap, 10);
        Assert.Equal(n == 2 ? 3 : (2 * n) + 1, edge.Calls);
    }

    [Fact]
    public async Task Leave_one_out_is_the_drop_when_a_player_is_hidden()
    {
        ValueEstimate loo = await Estimate("loo", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 1.0], 3);
        Assert.Equal([0.3, 0.4, 0.6], loo.Values.Select(value => Math.Round(value, 10)));
        Assert.Equal(3, loo.Calls);
        Assert.True(double.IsNaN(loo.EmptyValue) && double.IsNaN(loo.EfficiencyGap));
        Assert.False(new LeaveOneOutEstimator().EstimatesShapley);
    }

    public static TheoryData<string> Names => [.. Estimators.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_player_and_one_player_are_defined(string name)
    {
        ValueEstimate none = await Estimate(name, [1], 10);
        Assert.Empty(none.Values);
        Assert.Equal((0, 1.0, 0.0), (none.Calls, none.EmptyValue, none.EfficiencyGap));
        ValueEstimate one = await Estimate(name, [0.3, 1], 10);
        Assert.Equal([0.7], one.Values);
        Assert.Equal((1, 0.3, 0.0), (one.Calls, one.EmptyValue, one.EfficiencyGap));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_game_that_never_moves_gives_exact_zeros(string name)
    {
        ValueEstimate attribution = await Estimate(name, [.. Enumerable.Repeat(1.0, 32)], 31);
        Assert.All(attribution.Values, value => Assert.Equal(0, value));
        Assert.All(attribution.StandardErrors, error => Assert.True(double.IsFinite(error)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Unanswered_coalitions_give_no_nan(string name)
    {
        double[] table = PairGame(new Random(1), 4);
        foreach (int hole in Enumerable.Range(0, 15))
        {
            double[] broken = [.. table];
            broken[hole] = double.NaN;
            ValueEstimate attribution = await Estimate(name, broken, 15);
            Assert.All(attribution.Values, value => Assert.True(double.IsFinite(value)));
            Assert.All(attribution.StandardErrors, error => Assert.True(double.IsFinite(error)));
        }
    }

    [Theory]
    [InlineData("exact", 4, 14, 15)]
    [InlineData("loo", 4, 3, 4)]
    [InlineData("edge", 4, 8, 9)]
    public async Task A_budget_that_is_too_small_is_refused_before_the_first_call(string name, int n, int budget, int required)
    {
        var game = new TableGame(PairGame(new Random(1), n));
        BudgetTooSmallException error = await Assert.ThrowsAsync<BudgetTooSmallException>(
            async () => await Estimators.Create(name).EstimateAsync(game, new EstimationOptions { Budget = budget }, default));
        Assert.Equal((required, 0), ((int)error.Required, game.Calls));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones() =>
        Assert.Contains("edge", Assert.Throws<ArgumentException>(() => Estimators.Create("shapely")).Message, StringComparison.Ordinal);

    internal static double[] PairGame(Random random, int n)
    {
        double[] single = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
        double[] pair = [.. Enumerable.Range(0, n * n).Select(_ => random.NextDouble() - 0.5)];
        return [.. Enumerable.Range(0, 1 << n).Select(bits =>
        {
            double value = 0;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j <= i && (bits >> i & 1) != 0; j++)
                {
                    value += i == j ? single[i] : (bits >> j & 1) != 0 ? pair[(i * n) + j] : 0;
                }
            }

            return value;
        })];
    }

    internal static async Task<ValueEstimate> Estimate(string name, double[] table, int budget) =>
        await Estimators.Create(name).EstimateAsync(new TableGame(table), new EstimationOptions { Budget = budget }, default);
}
