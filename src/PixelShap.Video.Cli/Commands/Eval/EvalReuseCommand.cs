using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using PixelShap.Video.Evaluation.Masks;
using PixelShap.Video.Files;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary><c>pixelshap eval reuse</c>: a run with masks carried between looks against one whose network saw every frame.</summary>
internal static class EvalReuseCommand
{
    public static Command Create()
    {
        var reference = new Option<string>("--reference") { Description = "The run directory of a finished run with segmenter.every=1.", Required = true };
        var run = new Option<string>("--run") { Description = "The run directory of a finished run of the same clip with a larger segmenter.every.", Required = true };
        var json = new Option<bool>("--json") { Description = "Prints one line of JSON." };
        var command = new Command("reuse", "Measures a run with carried masks against one whose network saw every frame: speed and mask IoU.") { reference, run, json };
        command.SetAction(parsed =>
        {
            RunDirectory first = RunDirectory.ForReading(parsed.GetRequiredValue(reference)), second = RunDirectory.ForReading(parsed.GetRequiredValue(run));
            if (first.Path == second.Path)
            {
                throw new PixelShapException(ExitCode.Usage, "--reference and --run are the same run.", "Give a run with segmenter.every=1 and one of the same clip with a larger segmenter.every.");
            }

            RunResults expected = RunResults.Load(first, new ImportanceConfiguration()), actual = RunResults.Load(second, new ImportanceConfiguration());
            if (expected.Header.InputHash != actual.Header.InputHash)
            {
                throw new PixelShapException(ExitCode.Usage, "The two runs are of different clips.", "Give two runs of the same --input.");
            }

            MaskAgreement agreement = MaskAgreement.Between(expected, actual);
            double every = FramesPerSecond(first), carried = FramesPerSecond(second);
            var figures = new ReuseFigures(
                agreement.Frames, agreement.CarriedFrames, agreement.ReferenceTracks, agreement.MatchedTracks, agreement.MeanIou,
                agreement.MeanIouCarried, agreement.MeanIouSeen, agreement.Coverage, every, carried, carried / every);
            EvalReport.Write(figures, parsed.GetValue(json), ReuseJson.Default.ReuseFigures);
        });
        return command;
    }

    /// <summary>Frames per second of the whole command, as run.json says.</summary>
    private static double FramesPerSecond(RunDirectory directory)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(RegularFile.ReadBytes(directory.RunJson, 16 << 20));
            JsonElement summary = document.RootElement.GetProperty("summary");
            return summary.GetProperty("frames").GetDouble() / summary.GetProperty("elapsed_seconds").GetDouble();
        }
        catch (Exception exception) when (exception is IOException or JsonException or KeyNotFoundException)
        {
            throw new PixelShapException(ExitCode.Input, $"{directory.RunJson} does not say how long the run took.", "Give a finished run.", exception);
        }
    }
}

/// <summary>The figures of the measurement.</summary>
internal sealed record ReuseFigures(
    long Frames,
    long CarriedFrames,
    int ReferenceTracks,
    int MatchedTracks,
    double MeanIou,
    double MeanIouCarried,
    double MeanIouSeen,
    double Coverage,
    double ReferenceFps,
    double Fps,
    double SpeedRatio);

/// <summary>The JSON of the measurement.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ReuseFigures))]
internal sealed partial class ReuseJson : JsonSerializerContext;
