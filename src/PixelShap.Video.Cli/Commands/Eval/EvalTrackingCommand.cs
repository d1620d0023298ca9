using System.CommandLine;
using System.Text.Json;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Evaluation.Tracking;
using PixelShap.Video.Runs.Configuration;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary><c>pixelshap eval tracking</c>: tracks the detections of a benchmark and writes result files for its scoring tool.</summary>
public static class EvalTrackingCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var detections = new Option<string>("--detections")
        {
            Description = "The folder of the detections: CLASS/SEQUENCE.txt (kitti) or SEQUENCE/det/det.txt (mot).",
            Required = true,
        };
        var format = new Option<DetectionFormat>("--format") { Description = "How the files are written.", HelpName = "kitti|mot", Required = true };
        var output = new Option<string>("--output") { Description = "The folder for the result files SEQUENCE.txt.", Required = true };
        var pipeline = new Option<string?>("--pipeline", "-p")
        {
            Description = "The settings of the tracker. Default: pipeline.yaml in the current directory, else built-in defaults.",
            HelpName = "FILE",
        };
        var set = new Option<string[]>("--set") { Description = "Overrides a setting, such as tracker.new_track_score=0.6. May be repeated.", HelpName = "a.b=c" };
        var json = new Option<bool>("--json") { Description = "Prints the figures as JSON." };
        var command = new Command("tracking", "Tracks the detections of a benchmark and writes result files for its scoring tool.")
        {
            detections, format, output, pipeline, set, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            PipelineConfiguration settings = PipelineFile.Find(parsed.GetValue(pipeline), "pipeline.yaml").Read(parsed.GetValue(set) ?? []);
            var evaluation = new TrackingEvaluation(new OfflineTracking(settings.Tracker, TimeProvider.System));
            TrackingReport report = evaluation.Run(
                parsed.GetRequiredValue(detections), parsed.GetValue(format), parsed.GetRequiredValue(output), cancellationToken);
            foreach (string warning in report.Warnings)
            {
                Consoles.Error().MarkupLineInterpolated($"[yellow]warning:[/] {warning}");
            }

            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(report, SnakeCase)
                : $"{report.Sequences} sequences, {report.Frames} frames, {report.AssociationFps:F0} frames per second of association");
            return Task.FromResult((int)ExitCode.Done);
        });
        return command;
    }

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
