using PixelShap.Estimation;
using PixelShap.Games;

namespace PixelShap.Tests.Estimation;

/// <summary>What estimators say of their errors, against what happens.</summary>
public sealed class StandardErrorTests
{
    private const double Noise = 0.05, GameRecordLimit = 0.5;

    /// <summary>Answers with noise of a known variance, many times: φ scatters as far as the estimator says.</summary>
    [Theory]
    [InlineData("exact", 1)]
    [InlineData("exact", 2)]
    [InlineData("exact", 4)]
    [InlineData("edge", 1)]
    [InlineData("edge", 2)]
    [InlineData("loo", 4)]
    public async Task The_error_of_noisy_answers_is_the_one_that_is_stated(string name, int n)
    {
        const int Times = 4000;
        var random = new Random(7);
        double[] table = DefinitionTests.PairGame(random, n);
        var options = new EstimationOptions { Budget = int.MaxValue, NoiseVariance = Noise * Noise };
        var found = new List<IReadOnlyList<double>>();
        ValueEstimate attribution = null!;
        for (int time = 0; time < Times; time++)
        {
            // v(N) is the answer that all are compared with: it has no noise.
            double[] noisy = [.. table.Select((value, bits) => bits == table.Length - 1 ? value : value + (Noise * Normal(random)))];
            attribution = await Estimators.Create(name).EstimateAsync(new TableGame(noisy), options, default);
            found.Add(attribution.Values);
        }

        for (int player = 0; player < n; player++)
        {
            double mean = found.Average(values => values[player]);
            double deviation = Math.Sqrt(found.Sum(values => Math.Pow(values[player] - mean, 2)) / (Times - 1));

            // Of 4000 draws a standard deviation is known to 1.1 %.
            Assert.InRange(attribution.StandardErrors[player] / deviation, 0.95, 1.05);
        }
    }

    /// <summary>The gap says how far a game is from one of pairs, and its share of the error is no less than the error.</summary>
    [Fact]
    public async Task Edge_knows_that_a_game_is_none_of_pairs()
    {
        double[] table = [.. Enumerable.Range(0, 16).Select(bits => bits == 15 ? 1.0 : 0)];
        ValueEstimate edge = await DefinitionTests.Estimate("edge", table, 9);
        Assert.All(edge.Values.Zip(edge.StandardErrors), pair => Assert.InRange(pair.Second, Math.Abs(pair.First - 0.25), 1));
    }

    /// <summary>Every player bears an equal part of the gap: the squares of their errors add up to its square, and noise is added to that.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(Noise)]
    public async Task The_errors_of_edge_share_the_gap_out(double noise)
    {
        double[] table = [.. Enumerable.Range(0, 32).Select(bits => bits == 31 ? 1.0 : 0.1 * (bits & 1))];
        ValueEstimate edge = await new EdgeEstimator().EstimateAsync(
            new TableGame(table), new EstimationOptions { Budget = 11, NoiseVariance = noise * noise }, default);
        Assert.True(Math.Abs(edge.EfficiencyGap) > 0.5, $"{edge.EfficiencyGap}");
        double squares = edge.StandardErrors.Sum(error => error * error);
        Assert.Equal((edge.EfficiencyGap * edge.EfficiencyGap) + (5 * 0.75 * noise * noise), squares, 9);
    }

    /// <summary>Without noise every error comes from the coalition that nobody answered; with all answers there is none.</summary>
    [Fact]
    public async Task What_had_to_be_guessed_makes_exact_values_less_certain()
    {
        double[] table = DefinitionTests.PairGame(new Random(4), 4);
        var options = new EstimationOptions { Budget = 15, NoiseVariance = 0 };
        ValueEstimate all = await new ExactEstimator().EstimateAsync(new TableGame(table), options, default);
        Assert.All(all.StandardErrors, error => Assert.Equal(0, error));
        table[5] = double.NaN;
        ValueEstimate found = await new ExactEstimator().EstimateAsync(new TableGame(table), options, default);
        Assert.All(found.StandardErrors, error => Assert.InRange(error, 1e-3, GameRecordLimit));
    }

    [Fact]
    public async Task A_player_whose_hiding_got_no_answer_is_not_known_to_be_worth_nothing()
    {
        double[] table = DefinitionTests.PairGame(new Random(4), 3);
        table[0b101] = double.NaN;
        ValueEstimate found = await new LeaveOneOutEstimator().EstimateAsync(new TableGame(table), new EstimationOptions { Budget = 3, NoiseVariance = 0 }, default);
        Assert.Equal([false, true, false], found.StandardErrors.Select(error => error > 0.1));
    }

    /// <summary>With one call per player each player was hidden once: nobody knows how far that one answer is from the rest.</summary>
    [Fact]
    public async Task One_answer_without_a_player_is_not_a_certain_one()
    {
        double[] table = DefinitionTests.PairGame(new Random(2), 4);
        ValueEstimate attribution = await DefinitionTests.Estimate("tokenshap", table, 4);
        Assert.All(attribution.StandardErrors, error => Assert.True(error > 0.05, $"{error}"));
    }

    /// <summary>Kernel learns the noise from what the values leave over: with all six coalitions of three players, which weigh the same, its errors are
    /// right in the mean of their squares.</summary>
    [Fact]
    public async Task Kernel_finds_the_noise_of_answers_in_what_is_left_over()
    {
        const int Times = 4000;
        var random = new Random(3);
        var found = new List<ValueEstimate>();
        for (int time = 0; time < Times; time++)
        {
            // v(∅) has no noise, since it is taken as it is.
            double[] noisy = [.. Enumerable.Range(0, 8).Select(bits =>
                (0.5 * (bits & 1)) + (0.3 * (bits >> 1 & 1)) + (0.2 * (bits >> 2)) + (bits is 0 or 7 ? 0 : Noise * Normal(random)))];
            found.Add(await DefinitionTests.Estimate("kernel", noisy, 7));
        }

        for (int player = 0; player < 3; player++)
        {
            double mean = found.Average(attribution => attribution.Values[player]);
            double variance = found.Sum(attribution => Math.Pow(attribution.Values[player] - mean, 2)) / (Times - 1);
            double stated = found.Average(attribution => attribution.StandardErrors[player] * attribution.StandardErrors[player]);
            Assert.InRange(stated / variance, 0.9, 1.1);
        }
    }

    public static TheoryData<string> Names => [.. Estimators.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_least_calls_are_what_it_takes(string name)
    {
        for (int n = 0; n <= 6; n++)
        {
            IEstimator estimator = Estimators.Create(name);
            int least = (int)estimator.LeastCalls(n);
            var game = new TableGame(DefinitionTests.PairGame(new Random(n), n));
            ValueEstimate attribution = await estimator.EstimateAsync(game, new EstimationOptions { Budget = least }, default);
            Assert.InRange(attribution.Calls, 0, least);
            if (least > 0)
            {
                await Assert.ThrowsAsync<BudgetTooSmallException>(
                    async () => await estimator.EstimateAsync(game, new EstimationOptions { Budget = least - 1 }, default));
            }
        }
    }

    [Fact]
    public async Task More_players_than_an_estimator_takes_are_refused_and_never_chosen_for_it()
    {
        int n = ExactEstimator.MostPlayers + 1;
        Assert.Equal("exact", Estimators.For("bayes", n - 1, int.MaxValue).Name);
        Assert.Equal("bayes", Estimators.For("bayes", n, int.MaxValue).Name);
        var game = new TableGame(new double[1 << n]);
        await Assert.ThrowsAsync<BudgetTooSmallException>(
            async () => await new ExactEstimator().EstimateAsync(game, new EstimationOptions { Budget = int.MaxValue }, default));
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
