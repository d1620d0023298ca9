using System.CommandLine;
using PixelShap.Estimation;
using PixelShap.Evaluation;

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
            AgreementSummary summary = Trial.Summarize(await Play(games, estimator, options, parsed, cancellationToken));
            EvalReport.Write(summary, parsed.GetValue(options.Json), AgreementJson.Default.AgreementSummary);
        });
        return command;
    }

    private static async ValueTask<IReadOnlyList<Trial>> Play(
        IReadOnlyList<GameEntry> games, IEstimator estimator, EvalOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            return await GameTrials.PlayAsync(
                games, estimator, options.BudgetOf(parsed), options.IsObserved(parsed), parsed.GetValue(options.Seed), cancellationToken);
        }
        catch (BudgetTooSmallException exception)
        {
            throw new PixelShapException(ExitCode.Usage, exception.Message, "Give a larger --budget or the estimator bayes.", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new PixelShapException(ExitCode.Input, exception.Message, "Give --column values.", exception);
        }
    }
}
