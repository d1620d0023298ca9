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
        var by = new Option<string>("--by") { Description = "Prints the cells of: family, n, or family,n." };
        by.AcceptOnlyFromAmong("family", "n", "family,n");
        options.AddTo(command);
        command.Add(by);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IReadOnlyList<GameEntry> games = options.Half.Of(TableFile.Read(parsed.GetRequiredValue(options.File), GameTables.ReadGames), parsed);
            IEstimator estimator = Estimators.Create(parsed.GetRequiredValue(options.Estimator));
            CallBudget budget = options.BudgetOf(parsed);
            bool observed = options.IsObserved(parsed);
            ulong seed = parsed.GetValue(options.Seed);
            IReadOnlyList<Trial> trials = await EvalErrors.Explain(
                () => GameTrials.PlayAsync(games, estimator, budget, observed, seed, cancellationToken));
            if (parsed.GetValue(by) is { } cells)
            {
                EvalReport.WriteCells(Cells(games, trials, cells), parsed.GetValue(options.Json));
                return;
            }

            EvalReport.Write(Trial.Summarize(trials), parsed.GetValue(options.Json), AgreementJson.Default.AgreementSummary);
        });
        return command;
    }

    private static SortedDictionary<string, AgreementSummary> Cells(IReadOnlyList<GameEntry> games, IReadOnlyList<Trial> trials, string by) => new(
        games.Zip(trials)
            .GroupBy(pair => by switch { "n" => $"{pair.Second.Truth.Count}", "family" => pair.First.Family, _ => $"{pair.First.Family},{pair.Second.Truth.Count}" })
            .ToDictionary(cell => cell.Key, cell => Trial.Summarize([.. cell.Select(pair => pair.Second)])),
        StringComparer.Ordinal);
}
