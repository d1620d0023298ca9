using System.CommandLine;
using System.Text.Json;
using PixelShap.Video.Evaluation.Tracking;

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
        var format = new Option<DetectionFormat>("--format") { Description = "How the files are written.", Required = true };
        var output = new Option<string>("--output") { Description = "The folder for the result files SEQUENCE.txt.", Required = true };
        var json = new Option<bool>("--json") { Description = "Prints the figures as JSON." };
        var command = new Command("tracking", "Tracks the detections of a benchmark and writes result files for its scoring tool.")
        {
            detections, format, output, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var evaluation = new TrackingEvaluation(new OfflineTracking(new OfflineTrackingOptions(), TimeProvider.System));
            TrackingReport report = evaluation.Run(
                parsed.GetRequiredValue(detections), parsed.GetValue(format), parsed.GetRequiredValue(output), cancellationToken);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(report, SnakeCase)
                : $"{report.Sequences} sequences, {report.Frames} frames, {report.AssociationFps:F0} frames per second of association");
            return Task.FromResult((int)ExitCode.Done);
        });
        return command;
    }

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
