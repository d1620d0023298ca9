using System.CommandLine;
using PixelShap.Video.Cli.Commands.Eval;
using PixelShap.Video.Cli.Commands.Eval.Claims;
using PixelShap.Video.Cli.Commands.Eval.Importance;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap eval</c>: measurements.</summary>
internal static class EvalCommand
{
    public static Command Create() => new("eval", "Measures parts of the pipeline against ground truth.")
    {
        EvalEventsCommand.Create(),
        EvalClaimsCommand.Create(),
        EvalGamesCommand.Create(),
        EvalHallucinationCommand.Create(),
        EvalImportanceCommand.Create(),
        EvalPairsCommand.Create(),
        EvalPlayersCommand.Create(),
        EvalPropagationCommand.Create(),
        EvalReuseCommand.Create(),
        EvalSegmentationCommand.Create(),
        EvalSequencesCommand.Create(),
        EvalSimilarityCommand.Create(),
        EvalTrackingCommand.Create(),
        EvalTracksCommand.Create(),
    };
}
