using FsCheck;
using FsCheck.Fluent;
using PixelShap.Estimation;
using PixelShap.Games;

namespace PixelShap.Tests.Estimation;

/// <summary>The axioms that single out the Shapley value, on random games.</summary>
public sealed class ShapleyAxiomTests
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(2025UL, 9UL);

    [Fact]
    public void Efficiency() => Check((_, table) =>
    {
        ValueEstimate attribution = Exact(table);
        return Math.Abs(attribution.Values.Sum() - (table[^1] - table[0])) < 1e-9 && Math.Abs(attribution.EfficiencyGap) < 1e-9;
    });

    [Fact]
    public void Null_players_get_nothing() => Check((n, table) =>
    {
        double[] withNull = [.. table, .. table];
        return Math.Abs(Exact(withNull).Values[n]) < 1e-12;
    });

    [Fact]
    public void Symmetric_players_get_the_same() => Check((n, table) =>
    {
        ValueEstimate attribution = Exact(Symmetric(table, n));
        return n < 2 || Math.Abs(attribution.Values[0] - attribution.Values[1]) < 1e-9;
    });

    [Fact]
    public void Linearity() => Check((n, table) =>
    {
        double[] other = Table(new System.Random(n + 77), n);
        double[] mixed = [.. table.Zip(other, (a, b) => (2 * a) - (0.5 * b))];
        IReadOnlyList<double> expected = [.. Exact(table).Values.Zip(Exact(other).Values, (a, b) => (2 * a) - (0.5 * b))];
        return Exact(mixed).Values.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Bayes_treats_symmetric_players_alike(int more) => Check((n, table) =>
    {
        // Leave-one-out and the empty coalition: beyond them the choice of coalitions follows the answers and is not symmetric.
        var options = new EstimationOptions { Budget = Math.Min(n + 1, (1 << n) - 1), Seed = (ulong)more };
        ValueEstimate attribution = Run(new BayesEstimator(), Symmetric(table, n), options);
        return n < 2 || Math.Abs(attribution.Values[0] - attribution.Values[1]) < 1e-7;
    });

    [Fact]
    public void Bayes_with_all_coalitions_and_no_noise_is_exact() => Check((n, table) =>
    {
        var options = new EstimationOptions { Budget = 1 << n, NoiseVariance = 0 };
        ValueEstimate attribution = Run(new BayesEstimator(), table, options);
        return attribution.Values.Zip(Exact(table).Values).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
    });

    [Fact]
    public void Kernel_with_all_coalitions_is_exact() => Check((n, table) =>
        Run(new KernelEstimator(), table, new EstimationOptions { Budget = 1 << n }).Values
            .Zip(Exact(table).Values).All(pair => Math.Abs(pair.First - pair.Second) < 1e-4));

    private static void Check(Func<int, double[], bool> property)
    {
        var games = from n in Gen.Choose(1, 6) from seed in Gen.Choose(0, 1_000_000) select (n, seed);
        Prop.ForAll(games.ToArbitrary(), game => property(game.n, Table(new System.Random(game.seed), game.n))).Check(Quick);
    }

    private static double[] Table(System.Random random, int n) => [.. Enumerable.Range(0, 1 << n).Select(_ => random.NextDouble())];

    /// <summary>The game in which players 0 and 1 are exchangeable.</summary>
    private static double[] Symmetric(double[] table, int n) => n < 2
        ? table
        : [.. table.Select((value, bits) => (value + table[(bits & ~3) | ((bits & 1) << 1) | ((bits >> 1) & 1)]) / 2)];

    private static ValueEstimate Exact(double[] table) =>
        Run(new ExactEstimator(), table, new EstimationOptions { Budget = table.Length });

    private static ValueEstimate Run(IEstimator estimator, double[] table, EstimationOptions options) =>
        estimator.EstimateAsync(new TableGame(table), options, default).AsTask().GetAwaiter().GetResult();
}
