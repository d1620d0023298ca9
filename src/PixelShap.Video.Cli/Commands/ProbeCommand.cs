using System.CommandLine;
using System.Text.Json.Nodes;
using PixelShap.Video.Cli.Probing;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Drives;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap probe</c>: what a clip or a folder of clips holds, without analysing it.</summary>
internal static class ProbeCommand
{
    private static readonly string[] s_endings = [".jsonl", ".csv", ".gpx", ".geojson", ".mcap"];

    public static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "A clip, or a folder of clips, which is put in order: makers, views, joints, gaps." };
        var telemetry = new Option<string?>("--telemetry", "-t")
        {
            Description = "Writes the clip's telemetry, whole, into a file: .jsonl, .csv, .gpx, .geojson or .mcap.",
            HelpName = "FILE",
        };
        var time = new Option<string?>("--time") { Description = "When the clip begins, for example 2026-11-21T14:32:07+01:00.", HelpName = "TIME" };
        var zone = new Option<string?>("--zone") { Description = "The time zone of the camera's clock: +01:00 or Europe/Berlin.", HelpName = "ZONE" };
        var json = new Option<bool>("--json") { Description = "Prints JSON on the standard output." };
        var command = new Command("probe", "Says what a clip or a folder holds without analysing it: pictures, camera, time and where that comes from, telemetry.") { path, telemetry, time, zone, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string input = parsed.GetRequiredValue(path);
            string? output = parsed.GetValue(telemetry);
            RecordingTime given = RecordingTime.Parse(parsed.GetValue(time) ?? "", parsed.GetValue(zone) ?? "");
            if (Directory.Exists(input))
            {
                if (output is not null || parsed.GetValue(time) is not null)
                {
                    throw new PixelShapException(ExitCode.Usage, $"{input} is a folder, and {(output is null ? "--time" : "--telemetry")} is about one clip.", "Name one of the files in it.");
                }

                return await ListAsync(input, given, parsed.GetValue(json), cancellationToken);
            }

            if (output is not null)
            {
                Check(input, output);
            }

            ClipSurvey survey = await ClipSurvey.ReadAsync(input, given, cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(SurveyJson.Of(survey).ToJsonString());
            }
            else
            {
                SurveyText.Show(Consoles.Output(), survey);
            }

            if (output is not null)
            {
                await WriteAsync(survey, output);
            }

            // What is known has been said; that the pictures cannot be read is an error all the same.
            return survey.Problem is { } problem ? throw problem : (int)ExitCode.Done;
        });
        return command;
    }

    private static async Task<int> ListAsync(string folder, RecordingTime given, bool json, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> videos = DriveFolder.Videos(folder);
        if (videos.Count == 0)
        {
            throw DriveFolder.WithoutVideos(folder);
        }

        var surveys = new List<ClipSurvey>();
        foreach (string video in videos)
        {
            // Of a drive of many hours only what is listed is kept.
            surveys.Add((await ClipSurvey.ReadAsync(video, given, cancellationToken)).Listed());
        }

        IReadOnlyList<Drive> drives = DriveFolder.Of(surveys);
        if (json)
        {
            Console.Out.WriteLine(new JsonObject { ["drives"] = new JsonArray([.. drives.Select(drive => (JsonNode)SurveyJson.Of(drive, folder))]) }.ToJsonString());
        }
        else
        {
            DriveText.Show(Consoles.Output(), drives, folder, surveys.Count - drives.Sum(drive => drive.Views.Sum(view => view.Files.Count)));
        }

        return (int)ExitCode.Done;
    }

    private static void Check(string input, string output)
    {
        if (!s_endings.Contains(Path.GetExtension(output).ToLowerInvariant()))
        {
            throw new PixelShapException(ExitCode.Usage, $"--telemetry {output} does not say by its ending what to write.", $"Allowed: {string.Join(", ", s_endings)}.");
        }

        if (Path.GetFullPath(input) == Path.GetFullPath(output))
        {
            throw new PixelShapException(ExitCode.Usage, $"--telemetry {output} is the clip itself.", "Name another file.");
        }
    }

    private static Task WriteAsync(ClipSurvey survey, string output)
    {
        ClipTelemetry telemetry = survey.Telemetry;
        if (telemetry.Points.Count == 0 && telemetry.Accelerations.Count == 0)
        {
            throw new PixelShapException(
                ExitCode.Input, telemetry.Refusal ?? $"{Path.GetFileName(survey.Path)} has no telemetry that is known, in it or beside it.", "A log from the camera can be laid beside the clip under its name: .gpx, .nmea, .srt.");
        }

        return WholeFile.WriteAsync(output, stream =>
        {
            string name = Path.GetFileNameWithoutExtension(survey.Path);
            switch (Path.GetExtension(output).ToLowerInvariant())
            {
                case ".jsonl":
                    TelemetryFiles.WriteJsonLines(stream, telemetry.Points, telemetry.Accelerations);
                    break;
                case ".csv":
                    TelemetryFiles.WriteCsv(stream, telemetry.Points);
                    break;
                case ".gpx":
                    TelemetryFiles.WriteGpx(stream, telemetry.Points, name, survey.Facts.RecordedAt, survey.Facts.IsZoneKnown);
                    break;
                case ".geojson":
                    TelemetryFiles.WriteGeoJson(stream, telemetry.Points, name);
                    break;
                default:
                    TelemetryFiles.WriteMcap(stream, telemetry, survey.Facts.RecordedAt);
                    break;
            }

            return Task.CompletedTask;
        });
    }
}
