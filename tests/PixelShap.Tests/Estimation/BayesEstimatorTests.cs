using PixelShap.Estimation;
using PixelShap.Estimation.Bayes;
using PixelShap.Games;

namespace PixelShap.Tests.Estimation;

public sealed class BayesEstimatorTests
{
    [Theory]
    [InlineData(13)]
    [InlineData(20)]
    [InlineData(62)]
    public async Task Large_games_of_pairs_are_solved_without_a_table(int n)
    {
        var random = new Random(n);
        double[] single = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() / n)];
        double pair = -0.2 * single[0];
        var game = new FunctionGame(n, set =>
            Enumerable.Range(0, n).Where(set.Contains).Sum(player => single[player]) + (set.Contains(0) && set.Contains(1) ? pair : 0));
        ValueEstimate attribution = await new BayesEstimator().EstimateAsync(game, new EstimationOptions { Budget = (2 * n) + 5 }, default);
        double[] expected = [.. single.Select((value, player) => value + (player < 2 ? pair / 2 : 0))];
        Assert.True(Agreement.Pearson(attribution.Values, expected) > 0.9999);
        Assert.Equal((2 * n) + 5, attribution.Calls);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bits_and_every_small_budget_works()
    {
        double[] table = DefinitionTests.PairGame(new Random(3), 6);
        for (int budget = 0; budget < 20; budget++)
        {
            var options = new EstimationOptions { Budget = budget, Seed = 5 };
            ValueEstimate first = await new BayesEstimator().EstimateAsync(new TableGame(table), options, default);
            ValueEstimate second = await new BayesEstimator().EstimateAsync(new TableGame(table), options, default);
            Assert.Equal(first.Values, second.Values);
            Assert.All(first.Values.Concat(first.StandardErrors), value => Assert.True(double.IsFinite(value)));
            Assert.True(first.Calls <= budget);
        }
    }

    [Fact]
    public async Task Auto_stops_early_when_the_order_is_clear()
    {
        double[] table = [.. Enumerable.Range(0, 256).Select(bits => 0.1 + ((bits & 1) * 0.5) + ((bits >> 1 & 1) * 0.3) + ((bits >> 2 & 1) * 0.1))];
        var options = new EstimationOptions { Budget = 64, StopWhenSettled = true };
        ValueEstimate attribution = await new BayesEstimator().EstimateAsync(new TableGame(table), options, default);
        Assert.InRange(attribution.Calls, 8, 32);
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 8).OrderByDescending(player => attribution.Values[player]).Take(3));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    [InlineData(9, 6)]
    [InlineData(20, 7)]
    public async Task Auto_asks_a_few_halves_where_hiding_everything_changes_nothing(int n, int calls)
    {
        ValueEstimate nothing = await EstimateAsync(n, _ => 1);
        Assert.Equal(calls, nothing.Calls);
        Assert.All(nothing.Values, value => Assert.Equal(0, value, 6));
    }

    [Fact]
    public async Task Auto_notices_players_that_only_disturb_each_other_although_the_answer_stays_without_all()
    {
        // With one of two players alone the answer is another one; without both it is the same again.
        for (int other = 1; other < 6; other++)
        {
            ValueEstimate estimate = await EstimateAsync(6, set => set.Contains(0) != set.Contains(other) ? 0 : 1);
            Assert.True(estimate.Calls > 6);
        }
    }

    [Fact]
    public async Task Auto_names_the_only_player_that_matters_for_one_call_more_than_there_are_players()
    {
        ValueEstimate estimate = await EstimateAsync(8, set => set.Contains(5) ? 1 : 0.2);
        Assert.Equal(9, estimate.Calls);
        Assert.Equal(5, Array.IndexOf([.. estimate.Values], estimate.Values.Max()));
    }

    private static ValueTask<ValueEstimate> EstimateAsync(int n, Func<Coalition, double> value) =>
        new BayesEstimator().EstimateAsync(new FunctionGame(n, value), new EstimationOptions { Budget = 4 * n, StopWhenSettled = true }, default);

    [Fact]
    public async Task A_stable_scene_costs_fewer_calls_and_a_carried_keyframe_has_wider_intervals()
    {
        double[] table = DefinitionTests.PairGame(new Random(8), 6);
        double scale = table[^1];
        table = [.. table.Select(value => value / scale)];
        var estimator = new SequenceEstimator();
        var options = new EstimationOptions { Budget = 6, NoiseVariance = 0 };
        SequenceEstimate last = null!;
        for (int time = 0; time < 6; time++)
        {
            last = await estimator.EstimateAsync(new TableGame(table), Players(time), options, default);
        }

        ValueEstimate exact = await DefinitionTests.Estimate("exact", table, 63);
        Assert.True(Agreement.Pearson(last.Warm.Values, exact.Values) > 0.99);
        Assert.True(Agreement.Pearson(last.Warm.Values, exact.Values) > Agreement.Pearson(last.ColdValues, exact.Values));
        SequenceEstimate carried = estimator.Carry(Players(30), options);
        Assert.True(carried.IsCarried && carried.Warm.Calls == 0);
        Assert.True(carried.Warm.StandardErrors.Sum() > last.Warm.StandardErrors.Sum());
        Assert.Throws<ArgumentException>(() => estimator.Carry(Players(5), options));

        static KeyframePlayers Players(double time) => new([3, 1, 4, 15, 9, 2], time);
    }

    [Fact]
    public async Task Few_players_among_many_that_came_and_went_keep_sensible_values()
    {
        // Far more players have been seen than are here: differences between coalitions of different keyframes exceed the number of players.
        var random = new Random(5);
        var estimator = new SequenceEstimator();
        int next = 2;
        for (int time = 0; time < 120; time++)
        {
            int[] tracks = time % 2 == 0 ? [next++] : [1, next++];
            double[] table = [.. Enumerable.Range(0, 1 << tracks.Length).Select(_ => random.Next(5) / 4.0)];
            table[^1] = 1;
            SequenceEstimate found = await estimator.EstimateAsync(
                new TableGame(table), new KeyframePlayers(tracks, time / 2.0), new EstimationOptions { Budget = Math.Max(1, tracks.Length * 3 / 2) }, default);
            Assert.All(found.Warm.Values, value => Assert.InRange(value, -1.5, 1.5));
            Assert.All(found.Warm.StandardErrors, error => Assert.InRange(error, 0, 2));
        }
    }

    [Fact]
    public void The_covariance_over_many_keyframes_is_one()
    {
        // One player at a time, another in each of 40 keyframes: a sum with these weights has a variance, and none is negative.
        const int Keyframes = 40;
        var shape = new KernelShape(Size: 0.1, Linear: 3, Length: 0.5, Drift: 0.5);
        Sample[] samples = [.. Enumerable.Range(0, Keyframes).Select(time => new Sample(new CoalitionPoint(1UL << time, 1, time), 0, 1))];
        double[] weights = [.. Enumerable.Range(0, Keyframes).Select(time => time < Keyframes / 2 ? 1.0 : -1.0)];
        Assert.True(Variance(KernelSamples.Of(shape, Roster.Of(1), 1, samples).Gram) > 0);

        double Variance(double[] gram) => Enumerable.Range(0, gram.Length).Sum(i => gram[i] * weights[i / Keyframes] * weights[i % Keyframes]);
    }

    /// <summary>Six players whose values add up; the answer to one picture is worded quite differently for no reason.</summary>
    [Fact]
    public async Task A_single_answer_that_slips_is_not_believed()
    {
        double[] single = [0.35, 0.2, 0.15, 0.1, 0.05, 0.05];
        Coalition slipped = Coalition.Full(6).Without(3);
        var game = new FunctionGame(6, set => 0.1 + Enumerable.Range(0, 6).Where(set.Contains).Sum(player => single[player]) - (set == slipped ? 0.5 : 0));
        ValueEstimate found = await new BayesEstimator().EstimateAsync(game, new EstimationOptions { Budget = 24, Seed = 2 }, default);
        double worst = found.Values.Zip(single).Max(pair => Math.Abs(pair.First - pair.Second));
        Assert.True(worst < 0.03, $"{worst:F3}: {string.Join(' ', found.Values.Select(value => value.ToString("F3")))}");
    }

    [Fact]
    public async Task Answers_that_contradict_what_was_expected_are_a_change_and_more_is_asked()
    {
        double[] before = Additive(0.6, 0.2, 0.1, 0.05, 0.03, 0.02), after = Additive(0.02, 0.03, 0.05, 0.1, 0.2, 0.6);
        var estimator = new SequenceEstimator();
        var options = new EstimationOptions { Budget = 13, NoiseVariance = 0.0004 };
        var calm = new List<SequenceEstimate>();
        for (int time = 0; time < 8; time++)
        {
            calm.Add(await estimator.EstimateAsync(new TableGame(before), new KeyframePlayers([1, 2, 3, 4, 5, 6], time), options, default));
        }

        SequenceEstimate changed = await estimator.EstimateAsync(new TableGame(after), new KeyframePlayers([1, 2, 3, 4, 5, 6], 8), options, default);
        Assert.All(calm, keyframe => Assert.False(keyframe.IsChange));
        Assert.True(changed.IsChange);
        Assert.True(changed.Warm.Calls >= calm[^1].Warm.Calls, $"{changed.Warm.Calls} after {calm[^1].Warm.Calls}");
        Assert.Equal(5, Enumerable.Range(0, 6).MaxBy(player => changed.Warm.Values[player]));

        static double[] Additive(params double[] values) =>
            [.. Enumerable.Range(0, 1 << values.Length).Select(bits => Enumerable.Range(0, values.Length).Where(player => (bits >> player & 1) == 1).Sum(player => values[player]))];
    }

    /// <summary>The first keyframe overdraws by a round of leave-one-out, the later ones save it up again: on average none costs more than its allowance.</summary>
    [Fact]
    public async Task What_the_first_keyframe_overdraws_the_later_ones_save()
    {
        const int Players = 6, Keyframes = 10;
        var calls = new List<int>();
        var estimator = new SequenceEstimator();
        for (int time = 0; time < Keyframes; time++)
        {
            calls.Add((await PlayAsync(estimator, time)).Warm.Calls);
        }

        Assert.True(calls[0] > Players, $"{calls[0]}");
        Assert.InRange(calls.Sum(), Keyframes * (Players - 1), Keyframes * Players);
    }

    /// <summary>A keyframe that is carried over asks nothing: what it leaves is spent later.</summary>
    [Fact]
    public async Task What_a_carried_keyframe_leaves_a_later_one_may_spend()
    {
        SequenceEstimator carrying = new(), asking = new();
        await PlayAsync(carrying, 0);
        await PlayAsync(asking, 0);
        for (int time = 1; time <= 3; time++)
        {
            carrying.Carry(new KeyframePlayers(s_six, time), s_allowance);
        }

        int saved = (await PlayAsync(carrying, 4)).Warm.Calls, plain = (await PlayAsync(asking, 4)).Warm.Calls;
        Assert.True(saved > plain, $"{saved} calls after three carried keyframes, {plain} without");
    }

    /// <summary>Who recalls what an earlier part of the run has played goes on as if it had played it: as many calls, the same values.</summary>
    [Fact]
    public async Task Recalled_keyframes_count_as_played_ones()
    {
        SequenceEstimator played = new(), recalling = new();
        for (int time = 0; time < 3; time++)
        {
            SequenceEstimate found = await PlayAsync(played, time);
            recalling.Recall(new KeyframePlayers(s_six, time), found.Warm.Observations, found.Warm.FullValue, found.Warm.Calls, s_allowance);
        }

        SequenceEstimate expected = await PlayAsync(played, 3), next = await PlayAsync(recalling, 3);
        Assert.Equal(expected.Warm.Calls, next.Warm.Calls);
        Assert.Equal(expected.Warm.Values, next.Warm.Values);
    }

    private static readonly int[] s_six = [3, 1, 4, 15, 9, 2];
    private static readonly EstimationOptions s_allowance = new() { Budget = 6, NoiseVariance = 0.0004 };

    private static ValueTask<SequenceEstimate> PlayAsync(SequenceEstimator estimator, double time) =>
        estimator.EstimateAsync(new TableGame(DefinitionTests.PairGame(new Random(8), s_six.Length)), new KeyframePlayers(s_six, time), s_allowance, default);

    private sealed class FunctionGame(int playerCount, Func<Coalition, double> value) : IGame
    {
        private readonly List<Observation> _seen = [];

        public int PlayerCount => playerCount;

        public double FullValue => value(Coalition.Full(playerCount));

        public ValueTask<IReadOnlyList<Observation>> AskAsync(IReadOnlyList<Coalition> coalitions, CancellationToken cancellationToken)
        {
            _seen.AddRange(coalitions.Select(coalition => new Observation(coalition, value(coalition))));
            return ValueTask.FromResult<IReadOnlyList<Observation>>([.. _seen]);
        }
    }
}
