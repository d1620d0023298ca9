using System.Globalization;
using System.Text.Json.Nodes;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Drives;

namespace PixelShap.Video.Cli.Probing;

/// <summary>Clips and drives in JSON.</summary>
internal static class SurveyJson
{
    /// <summary>A clip; its points are in a file that is asked for with <c>--telemetry</c>.</summary>
    public static JsonObject Of(ClipSurvey survey)
    {
        ClipTelemetry telemetry = survey.Telemetry;
        JsonObject facts = ClipFactsJson.Write(survey.Facts with { Fixes = [] });
        facts.Remove("gps");
        return new JsonObject
        {
            ["file"] = survey.Path,
            ["problem"] = survey.Problem?.Message,
            ["video"] = survey.Video is { } video ? Of(video) : null,
            ["view"] = survey.View,
            ["mode"] = survey.Mode,
            ["clip"] = facts,
            ["telemetry"] = new JsonObject
            {
                ["source"] = telemetry.Source,
                ["read"] = telemetry.Read,
                ["points"] = telemetry.Points.Count,
                ["dropped"] = new JsonObject
                {
                    ["no_fix"] = telemetry.Dropped.NoFix,
                    ["zero"] = telemetry.Dropped.Zero,
                    ["impossible"] = telemetry.Dropped.Impossible,
                    ["jump"] = telemetry.Dropped.Jump,
                    ["repeat"] = telemetry.Dropped.Repeat,
                },
                ["accelerations"] = telemetry.Accelerations.Count,
                ["placed_by"] = telemetry.PlacedBy.ToString(),
                ["notes"] = new JsonArray([.. telemetry.Notes.Select(note => (JsonNode?)note)]),
                ["refusal"] = telemetry.Refusal,
            },
        };
    }

    /// <summary>A drive.</summary>
    public static JsonObject Of(Drive drive, string folder) => new()
    {
        ["maker"] = drive.Maker,
        ["begins"] = drive.Begins?.ToString("s", CultureInfo.InvariantCulture),
        ["views"] = new JsonArray([.. drive.Views.Select(view => (JsonNode)new JsonObject
        {
            ["view"] = view.Name,
            ["files"] = new JsonArray([.. view.Files.Select(file => (JsonNode)new JsonObject
            {
                ["file"] = Path.GetRelativePath(folder, file.Clip.Path),
                ["begins"] = file.Begins?.ToString("s", CultureInfo.InvariantCulture),
                ["seconds"] = file.Clip.Video?.DurationSeconds,
                ["joint"] = file.Joint.ToString(),
                ["joint_seconds"] = Math.Round(file.Seconds, 3),
                ["mode"] = file.Clip.Mode,
                ["problem"] = file.Clip.Problem?.Message,
                ["telemetry"] = file.Clip.Facts.FixesSource,
            })]),
        })]),
    };

    private static JsonObject Of(VideoInfo video) => new()
    {
        ["codec"] = video.Codec,
        ["width"] = video.Width,
        ["height"] = video.Height,
        ["average_frame_rate"] = video.AverageFrameRate?.ToString(),
        ["duration_seconds"] = video.DurationSeconds,
        ["audio"] = video.AudioCodec,
        ["created_at"] = video.CreatedAt?.UtcDateTime.ToString("s", CultureInfo.InvariantCulture),
    };
}
