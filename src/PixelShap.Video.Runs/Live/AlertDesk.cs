using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Files;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Runs.Live;

/// <summary>Makes an event of each finding: it is shown and sent at once, and its clip follows when what comes after it has been filmed.</summary>
/// <param name="camera">The name of the camera.</param>
/// <param name="configuration">How long clips are.</param>
/// <param name="view">Shows them; null where nobody looks.</param>
/// <param name="outbox">Sends them.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Takes what goes wrong.</param>
public sealed partial class AlertDesk(string camera, LiveConfiguration configuration, CameraView? view, AlertOutbox outbox, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>The folder of the events in a run.</summary>
    public const string FolderName = "alerts";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _lock = new();
    private readonly List<Task> _clips = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Takes a finding.</summary>
    /// <param name="finding">What was found.</param>
    /// <param name="source">Has the clip.</param>
    /// <param name="run">The folder of the run.</param>
    public void Take(LiveFinding finding, ILiveSource source, string run)
    {
        ArgumentNullException.ThrowIfNull(finding);
        DateTimeOffset now = time.GetUtcNow();
        string id = string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMdd'T'HHmmssfff}-{Guid.NewGuid().ToString("N")[..8]}");
        string folder = Path.Combine(run, FolderName), clip = Path.Combine(folder, id + ".mp4");
        bool hasClip = configuration.ClipBeforeSeconds + configuration.ClipAfterSeconds > 0;
        var alert = new LiveAlert(id, camera, now, finding.Seconds, finding.Kind, finding.Strength, finding.Text, finding.Tracks);
        string json = new JsonObject
        {
            ["id"] = id,
            ["camera"] = camera,
            ["at"] = now.ToString("o", CultureInfo.InvariantCulture),
            ["t"] = Math.Round(finding.Seconds, 3),
            ["kind"] = finding.Kind,
            ["strength"] = Math.Round(finding.Strength, 3),
            ["text"] = finding.Text,
            ["tracks"] = new JsonArray([.. finding.Tracks.Select(track => (JsonNode)track)]),
            ["clip"] = hasClip ? clip : null,
        }.ToJsonString(Plain);
        view?.Add(alert);
        outbox.Put(new AlertMessage(id, camera, finding.Kind, json));
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, id + ".json"), json + "\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(logger, id, Cause.Of(exception));
            return;
        }

        if (hasClip)
        {
            lock (_lock)
            {
                _clips.RemoveAll(task => task.IsCompleted);
                _clips.Add(SaveAsync(alert, source, clip));
            }
        }
    }

    /// <summary>Ends the clips with what has come.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] clips;
        lock (_lock)
        {
            clips = [.. _clips];
        }

        await Task.WhenAll(clips);
        await outbox.DisposeAsync();
        _stop.Dispose();
    }

    private async Task SaveAsync(LiveAlert alert, ILiveSource source, string path)
    {
        try
        {
            DateTimeOffset from = alert.At.AddSeconds(-configuration.ClipBeforeSeconds), to = alert.At.AddSeconds(configuration.ClipAfterSeconds);
            if (await source.SaveClipAsync(path, from, to, _stop.Token) is not null)
            {
                view?.Add(alert with { Clip = path });
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(logger, alert.Id, Cause.Of(exception));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2062, LogLevel.Error, "The clip of the event {Id} is not kept: {Cause}")]
        public static partial void NotKept(ILogger logger, string id, string cause);
    }
}
