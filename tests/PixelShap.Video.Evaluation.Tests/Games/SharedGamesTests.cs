using PixelShap.Estimation;
using PixelShap.Testing;
using PixelShap.Video.Evaluation.Games;

namespace PixelShap.Video.Evaluation.Tests.Games;

/// <summary>The estimators on the shared games, whose exact values are known.</summary>
public sealed class SharedGamesTests
{
    private const string Tables = "attribution-games/games.json";
    private const string Sequences = "attribution-games/sequences.json";

    [SharedDataTheory(Tables, Sequences)]
    [InlineData("n", false, 0.966)]
    [InlineData("1.5n", false, 0.970)]
    [InlineData("2n+1", false, 0.993)]
    [InlineData("3n", false, 0.996)]
    [InlineData("4n", false, 0.9985)]
    [InlineData("n", true, 0.905)]
    [InlineData("1.5n", true, 0.925)]
    [InlineData("2n+1", true, 0.970)]
    [InlineData("3n", true, 0.975)]
    [InlineData("4n", true, 0.982)]
    [InlineData("n", false, 0.980, true)]
    [InlineData("n", true, 0.958, true)]
    public async Task Agrees_with_the_exact_values_of_the_shared_games(string budget, bool observed, double least, bool overTime = false)
    {
        AgreementSummary summary = overTime ? await PlayWarm(budget, observed) : await Play(new BayesEstimator(), budget, observed);
        Assert.True(summary.PearsonMean >= least, $"mean r {summary.PearsonMean:F4}");
        Assert.InRange(summary.Coverage90, 0.80, 0.98);
    }

    [SharedDataTheory(Tables)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task More_calls_never_cost_accuracy_and_it_is_never_worse_than_leave_one_out(bool observed)
    {
        double best = (await Play(new LeaveOneOutEstimator(), "n", observed)).PearsonMean - 1e-9;
        double loo = best;
        foreach (string budget in (string[])["n", "1.25n", "1.5n", "1.75n", "2n", "2n+1", "2.5n", "3n", "4n", "6n"])
        {
            double r = (await Play(new BayesEstimator(), budget, observed)).PearsonMean;
            Assert.True(r >= loo, $"{budget}: {r:F4} is below leave-one-out, {loo:F4}");
            Assert.True(r >= best - 0.003, $"{budget}: {r:F4} after {best:F4}");
            best = Math.Max(best, r);
        }
    }

    /// <summary>With what the keyframe before has told, as many calls as players are enough.</summary>
    private static async Task<AgreementSummary> PlayWarm(string budget, bool observed)
    {
        IReadOnlyList<SequenceEntry> sequences = GameTables.ReadSequences(File.OpenRead(SharedData.Path(Sequences)));
        IReadOnlyList<Trial> trials = await SequenceTrials.PlayWarmAsync(sequences, CallBudget.Parse(budget), observed, 0, default);
        Assert.True(trials.Sum(trial => trial.Calls) <= trials.Sum(trial => trial.Truth.Count));
        return Trial.Summarize([.. trials]);
    }

    private static async Task<AgreementSummary> Play(IEstimator estimator, string budget, bool observed)
    {
        IReadOnlyList<GameEntry> games = GameTables.ReadGames(File.OpenRead(SharedData.Path(Tables)));
        return Trial.Summarize([.. await GameTrials.PlayAsync(games, estimator, CallBudget.Parse(budget), observed, 0, default)]);
    }
}
