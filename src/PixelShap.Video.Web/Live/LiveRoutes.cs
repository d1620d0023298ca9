using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Runs.Live;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Web.Live;

/// <summary>What the page of live cameras asks the server for, and what machines do: whether all is well, and the counters.</summary>
internal static class LiveRoutes
{
    /// <summary>The address that needs no token: it tells nothing but whether our own part works.</summary>
    public const string HealthPath = "/healthz";

    private const int MostCurves = 5;

    /// <summary>Adds the routes.</summary>
    /// <returns>What counts; to be disposed of.</returns>
    public static IDisposable Map(WebApplication application, LiveBoard board, TimeProvider time)
    {
        application.MapGet("/api/live", () => Answers.Json(new JsonObject
        {
            ["now"] = time.GetUtcNow().ToString("o", CultureInfo.InvariantCulture),
            ["cameras"] = new JsonArray([.. board.Cameras.Select(camera => Write(camera, time))]),
        }));
        application.MapGet("/live/{name}/picture.jpg", (string name) => Answers.Jpeg(board.Find(name)?.Picture));
        application.MapGet("/live/{name}/alerts/{id}.mp4", (string name, string id) =>
            board.Find(name)?.Alerts.FirstOrDefault(alert => alert.Id == id)?.Clip is { } clip && File.Exists(clip) ? Results.File(clip, "video/mp4", enableRangeProcessing: true) : Results.NotFound());

        application.MapGet(HealthPath, () => board.IsWorking ? Results.Text("ok\n") : Results.Text("blocked\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        MeterProvider meters = Sdk.CreateMeterProviderBuilder().AddMeter(LiveBoard.MeterName).AddPrometheusExporter().Build();
        application.UseOpenTelemetryPrometheusScrapingEndpoint(meters, context => context.Request.Path == "/metrics", path: null, configureBranchedPipeline: null, optionsName: null);
        return meters;
    }

    private static JsonObject Write(CameraView camera, TimeProvider time)
    {
        (string state, string reason, DateTimeOffset since) = camera.State;
        LiveCounts counts = camera.Counts;
        CameraScene? scene = camera.Scene;
        (long calls, var usage) = camera.Questions;
        IReadOnlyList<StageSnapshot> stages = camera.Stages;
        return new JsonObject
        {
            ["name"] = camera.Name,
            ["address"] = camera.Address,
            ["state"] = state,
            ["reason"] = reason,
            ["since_seconds"] = Math.Round((time.GetUtcNow() - since).TotalSeconds, 1),
            ["received"] = counts.Received,
            ["analysed"] = stages.FirstOrDefault(stage => stage.Name == "track").Processed,
            ["reconnects"] = counts.Reconnects,
            ["repaired_times"] = counts.RepairedTimes,
            ["latency_seconds"] = camera.LatencySeconds is { } latency ? Math.Round(latency, 3) : null,
            ["calls"] = calls,
            ["cost"] = usage is { Cost: > 0 } ? string.Create(CultureInfo.InvariantCulture, $"{usage.Cost:0.00} {usage.Currency}") : null,
            ["recording"] = counts.Recording is { } recording
                ? new JsonObject { ["bytes"] = recording.Bytes, ["segments"] = recording.Segments, ["lost"] = recording.LostPackets, ["trouble"] = recording.Trouble }
                : null,
            ["width"] = scene?.Width,
            ["height"] = scene?.Height,
            ["question"] = scene?.Question,
            ["answer"] = scene?.Answer,
            ["model"] = scene?.Model,
            ["strip"] = scene is null ? null : Write(scene.Strip),
            ["alerts"] = new JsonArray([.. camera.Alerts.Take(5).Select(alert => new JsonObject
            {
                ["id"] = alert.Id,
                ["at"] = alert.At.ToString("o", CultureInfo.InvariantCulture),
                ["kind"] = alert.Kind,
                ["text"] = alert.Text,
                ["has_clip"] = alert.Clip is not null,
            })]),
        };
    }

    private static JsonObject Write(ImportanceStrip strip) => new()
    {
        ["from"] = Math.Round(strip.StartSeconds, 2),
        ["to"] = Math.Round(strip.EndSeconds, 2),
        ["keyframes"] = new JsonArray([.. strip.KeyframeSeconds.Select(seconds => (JsonNode)Math.Round(seconds, 2))]),
        ["curves"] = new JsonArray([.. strip.Curves.Take(MostCurves).Select(curve => new JsonObject
        {
            ["track"] = curve.TrackId,
            ["class"] = curve.ClassName,
            ["points"] = new JsonArray([.. curve.Points.Where(point => double.IsFinite(point.Mean)).Select(point => new JsonArray(Math.Round(point.Seconds, 2), Math.Round(point.Mean, 3)))]),
        })]),
    };
}
