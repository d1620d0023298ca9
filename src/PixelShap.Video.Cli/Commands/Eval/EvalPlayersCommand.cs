using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Evaluation.Players;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary><c>pixelshap eval players</c>: how well attributes and words are found that an answer hangs on by construction.</summary>
internal static class EvalPlayersCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "Games of each kind.", DefaultValueFactory = _ => 50 };
        var seed = new Option<int>("--seed") { Description = "The first seed. Streets and rules were corrected after a look at 0 to 19 and 100000 to 100049.", DefaultValueFactory = _ => 200_000 };
        var json = new Option<bool>("--json") { Description = "Prints one line of JSON." };
        var command = new Command("players", "Measures how well attributes of an object and words of the question are found that an answer hangs on by construction.") { count, seed, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using ServiceProvider services = Services.Create();
            KnownPlayerSummary summary = await KnownPlayerEvaluation.PlayAsync(
                EvalOptions.Within(parsed, count, 1, 1_000_000), parsed.GetValue(seed), services.GetRequiredService<IRunParts>().Fill("inpaint"), cancellationToken);
            EvalLines.Write(JsonSerializer.Serialize(summary, KnownPlayerJson.Default.KnownPlayerSummary), parsed.GetValue(json));
        });
        return command;
    }
}

/// <summary>The JSON of the measurement.</summary>
[JsonSerializable(typeof(KnownPlayerSummary))]
internal sealed partial class KnownPlayerJson : JsonSerializerContext;
