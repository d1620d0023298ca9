using FsCheck;
using FsCheck.Fluent;
using PixelShap.Games;
using PixelShap.Interactions;

namespace PixelShap.Tests.Interactions;

/// <summary>The index against its definition over orders of the players, and against games whose pairs are known.</summary>
public sealed class PairInteractionTests
{
    private static readonly Config s_quick = Config.QuickThrowOnFailure.WithMaxTest(30).WithReplay(26UL, 9UL);

    /// <summary>Grabisch and Roubens: the pair, taken as one player, comes in a random order with all others; the index is the mean of what the two do beyond each alone.</summary>
    [Fact]
    public void The_index_is_the_mean_over_all_orders_of_the_others_and_the_pair() => Check((n, table) =>
        PairInteractions.OfTable(table).All(pair => Math.Abs(pair.Value - ByOrders(table, n, pair.First, pair.Second)) < 1e-9));

    [Fact]
    public void Effects_that_add_up_have_no_pairs_and_ask_nothing_beyond_one_hidden_at_a_time() => Check((n, table) =>
    {
        double[] additive = [.. table.Select((_, bits) => 0.2 + Enumerable.Range(0, n).Where(player => (bits >> player & 1) != 0).Sum(player => 0.8 * table[player] / table[..n].Sum()))];
        var game = new TableGame(additive);
        IReadOnlyList<PairInteraction> pairs = Find(game);
        return game.Calls <= n + 1 && pairs.All(pair => pair.Kind == PairKind.None && pair.Low < 1e-6 && pair.High > -1e-6);
    });

    /// <summary>Of two players the index is v(N) − v(1) − v(2) + v(∅), of which v(N) is exact; of three the mean of two such sums, one of which has v(N).</summary>
    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, (4 + 3) / 4.0)]
    public void The_error_of_an_index_is_that_of_the_noisy_values_in_it(int n, double shares) => Assert.All(
        PairInteractions.OfTable(new double[1 << n], 0.01), pair => Assert.Equal(Math.Sqrt(0.01 * shares), pair.StandardError, 1e-12));

    [Fact]
    public void A_game_whose_values_are_no_numbers_is_not_asked_without_end()
    {
        var game = new TableGame([.. Enumerable.Repeat(double.NaN, 7), 1]);
        Find(game);
        Assert.InRange(game.Calls, 0, 8);
    }

    [Fact]
    public void Of_all_coalitions_the_estimate_is_exact() => Check((n, table) =>
    {
        Observation[] all = [.. table.Select((value, bits) => new Observation(new Coalition((ulong)bits), value))];
        return PairInteractions.Estimate(n, table[^1], all, 0).SequenceEqual(PairInteractions.OfTable(table));
    });

    [Theory]
    [InlineData(PairKind.Either)]
    [InlineData(PairKind.Together)]
    [InlineData(PairKind.Against)]
    public void A_pair_is_named_by_its_kind_within_three_calls_per_player(PairKind kind)
    {
        for (int n = 3; n <= 8; n++)
        {
            var game = new TableGame([.. Enumerable.Range(0, 1 << n).Select(bits => kind switch
            {
                PairKind.Either => (bits & 3) != 0 ? 1.0 : 0.1,
                PairKind.Together => (bits & 3) == 3 ? 1.0 : 0.1,
                _ => (bits & 3) == 1 ? 0.1 : 1.0,
            })]);
            PairInteraction named = Assert.Single(Find(game), pair => pair.Kind != PairKind.None);
            Assert.Equal((0, 1, kind), (named.First, named.Second, named.Kind));
            Assert.InRange(game.Calls, 1, 3 * n);
        }
    }

    [Fact]
    public void What_is_left_of_a_player_beside_the_other_decides_whether_either_suffices()
    {
        // Two that both add to a list of words: the cosine grows as a root, and that alone is no pair.
        Assert.Equal(PairKind.None, Assert.Single(PairInteractions.OfTable([0, Math.Sqrt(0.5), Math.Sqrt(0.5), 1])).Kind);
        Assert.Equal(PairKind.Either, Assert.Single(PairInteractions.OfTable([0, 0.9, 0.9, 1])).Kind);
        Assert.Equal(PairKind.Together, Assert.Single(PairInteractions.OfTable([0, 0.1, 0.1, 1])).Kind);
    }

    private static IReadOnlyList<PairInteraction> Find(TableGame game) =>
        PairSearch.FindAsync(game, [], 3 * game.PlayerCount, 0, CancellationToken.None).AsTask().GetAwaiter().GetResult().Pairs;

    private static double ByOrders(double[] table, int n, int first, int second)
    {
        int[] others = [.. Enumerable.Range(0, n).Where(player => player != first && player != second)];
        int both = 1 << first | 1 << second;
        double[] each = [.. Orders([.. others, -1]).Select(order =>
        {
            int before = order.TakeWhile(player => player >= 0).Sum(player => 1 << player);
            return table[before | both] - table[before | 1 << first] - table[before | 1 << second] + table[before];
        })];
        return each.Average();
    }

    private static IEnumerable<int[]> Orders(int[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany(item => Orders([.. items.Where(other => other != item)]).Select(rest => (int[])[item, .. rest]));

    private static void Check(Func<int, double[], bool> property)
    {
        var games = from n in Gen.Choose(2, 6) from seed in Gen.Choose(0, 1_000_000) select (n, seed);
        Prop.ForAll(games.ToArbitrary(), game => property(game.n, Table(new System.Random(game.seed), game.n))).Check(s_quick);
    }

    private static double[] Table(System.Random random, int n) => [.. Enumerable.Range(0, 1 << n).Select(_ => random.NextDouble())];
}
