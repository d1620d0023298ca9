using System.CommandLine;
using System.Text.Json.Serialization;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Evaluation.Tracking;
using PixelShap.Video.Files;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Vision.Coco;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary><c>pixelshap eval tracks</c>: the tracks of finished runs against the true ones.</summary>
internal static class EvalTracksCommand
{
    private const string TruthRemedy = "Name with --truth the folder with the truth of each clip, NAME.json for NAME.mp4.";

    public static Command Create()
    {
        var runs = new Argument<string[]>("RUN_DIR") { Description = "The directories of finished runs.", Arity = ArgumentArity.OneOrMore };
        var truth = new Option<string>("--truth")
        {
            Description = "The folder with the truth of each clip, NAME.json for NAME.mp4: COCO with track_id, the form of sample-videos.",
            HelpName = "DIR",
            Required = true,
        };
        var json = new Option<bool>("--json") { Description = "Prints one line of JSON." };
        var command = new Command("tracks", "Scores the tracks of finished runs, as videos and exports show them, against the true ones.") { runs, truth, json };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetRequiredValue(truth);
            InputFolder.Check(folder, TruthRemedy);
            var all = new RunTracking();
            foreach (string path in parsed.GetRequiredValue(runs))
            {
                RecordedRun recorded = RecordedRun.Open(path);
                RunWarnings.Show(Consoles.Error(), recorded, "the measurement");
                RunResults run = recorded.Results;
                string name = Path.ChangeExtension(Path.GetFileName(run.Header.Input), ".json");
                string file = Path.Combine(folder, name);
                all.Add(run, File.Exists(file)
                    ? CocoDataset.Load(file)
                    : throw new PixelShapException(ExitCode.Input, $"{folder} holds no {name}, the truth of the run in {path}.", TruthRemedy));
            }

            var figures = new TracksFigures(parsed.GetRequiredValue(runs).Length, Math.Round(all.Hota, 2), Math.Round(all.Idf1, 2), all.Switches);
            EvalReport.Write(figures, parsed.GetValue(json), TracksJson.Default.TracksFigures);
        });
        return command;
    }
}

/// <summary>The figures of the measurement.</summary>
internal sealed record TracksFigures(int Runs, double Hota, double Idf1, int IdentitySwitches);

/// <summary>The JSON of the measurement.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TracksFigures))]
internal sealed partial class TracksJson : JsonSerializerContext;
