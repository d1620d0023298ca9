using System.CommandLine;
using PixelShap.Estimation;
using PixelShap.Video.Evaluation.Games;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary><c>pixelshap eval games</c>: how well an estimator finds the Shapley values of games whose values are all known.</summary>
internal static class EvalGamesCommand
{
    public static Command Create()
    {
        var options = new EvalOptions();
        var command = new Command("games", "Measures an estimator on a file of games.");
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IReadOnlyList<GameEntry> games = TableFile.Read(parsed.GetRequiredValue(options.File), GameTables.ReadGames);
            IEstimator estimator = Estimators.Create(parsed.GetRequiredValue(options.Estimator));
            CallBudget budget = options.BudgetOf(parsed);
            bool observed = options.IsObserved(parsed);
            ulong seed = parsed.GetValue(options.Seed);
            IReadOnlyList<Trial> trials = await EvalErrors.Explain(
                () => GameTrials.PlayAsync(games, estimator, budget, observed, seed, cancellationToken));
            EvalReport.Write(Trial.Summarize(trials), parsed.GetValue(options.Json), AgreementJson.Default.AgreementSummary);
        });
        return command;
    }
}
