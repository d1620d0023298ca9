using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using PixelShap.Estimation;
using PixelShap.Video.Evaluation.Pairs;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary><c>pixelshap eval pairs</c>: how well pairs are named that interact by construction.</summary>
internal static class EvalPairsCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "Games of each family: either, together, against, additive, list.", DefaultValueFactory = _ => 100 };
        var seed = new Option<int>("--seed") { Description = "The first seed. Thresholds were chosen on the seeds 0 to 39.", DefaultValueFactory = _ => 100_000 };
        var noise = new Option<double>("--noise") { Description = "The standard deviation of each value." };
        var budget = new Option<string>("--budget") { Description = "What the estimator may spend before pairs are asked about.", DefaultValueFactory = _ => "1.5n" };
        var ceiling = new Option<string>("--ceiling") { Description = "The most calls of a game.", DefaultValueFactory = _ => "3n" };
        var json = new Option<bool>("--json") { Description = "Prints one line of JSON." };
        var command = new Command("pairs", "Measures how well pairs of players are named that stand in for each other, need each other or speak against each other by construction.")
        {
            count, seed, noise, budget, ceiling, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            PairSummary summary = await PairEvaluation.PlayAsync(
                EvalOptions.Within(parsed, count, 1, 1_000_000), parsed.GetValue(seed), EvalOptions.Within(parsed, noise, 0, 10), Budget(parsed, budget), Budget(parsed, ceiling), cancellationToken);
            EvalLines.Write(JsonSerializer.Serialize(summary, PairJson.Default.PairSummary), parsed.GetValue(json));
        });
        return command;
    }

    private static CallBudget Budget(ParseResult parsed, Option<string> option)
    {
        try
        {
            return CallBudget.Parse(parsed.GetValue(option) ?? "");
        }
        catch (FormatException exception)
        {
            throw new PixelShapException(ExitCode.Usage, $"{option.Name}: {exception.Message}", "For example: 2n+1", exception);
        }
    }
}

/// <summary>The JSON of the measurement.</summary>
[JsonSerializable(typeof(PairSummary))]
internal sealed partial class PairJson : JsonSerializerContext;
