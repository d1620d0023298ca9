using System.Diagnostics.Metrics;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Runs.Live;

/// <summary>
/// All cameras of this process, for a page and for whoever counts: the meter <see cref="MeterName"/> has every counter with the name of its camera. Thread-safe.
/// </summary>
public sealed class LiveBoard : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "PixelShap.Video.Live";

    private static readonly string[] States = ["starting", "connecting", "streaming", "quiet", "blocked", "stalled", "reconnecting", "ended", "failed"];

    private static readonly TimeSpan LongestBlocked = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _latencies;
    private readonly Lock _lock = new();
    private readonly List<CameraView> _cameras = [];

    /// <summary>An empty board.</summary>
    public LiveBoard(TimeProvider time)
    {
        _time = time;
        _latencies = _meter.CreateHistogram<double>(
            "pixelshap.latency", "s", "Time from the arrival of a frame to its annotated picture.", advice: new() { HistogramBucketBoundaries = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10] });
        _meter.CreateObservableGauge("pixelshap.camera.state", () => Each(camera => States.Select(state => (Tag("state", state), camera.State.State == state ? 1 : 0))), null, "1 for the state that a camera is in.");
        Count("pixelshap.frames.received", "{frame}", "Frames that arrived.", counts => counts.Received);
        Count("pixelshap.frames.dropped", "{frame}", "Frames that the analysis did not take in time.", counts => counts.Dropped);
        Count("pixelshap.reconnects", "{reconnect}", "Times that the stream was lost.", counts => counts.Reconnects);
        Count("pixelshap.timestamps.repaired", "{frame}", "Timestamps that were broken and made good.", counts => counts.RepairedTimes);
        Count("pixelshap.recording.packets", "{packet}", "Pictures that came to be recorded.", counts => counts.Recording?.Packets ?? 0);
        Count("pixelshap.recording.lost", "{packet}", "Pictures that could not be recorded.", counts => counts.Recording?.LostPackets ?? 0);
        Stage("received", "Items that arrived at a stage.", stage => stage.Received);
        Stage("processed", "Items that a stage finished.", stage => stage.Processed);
        Stage("dropped", "Items that a stage gave up.", stage => stage.Dropped);
        Stage("failed", "Items that failed.", stage => stage.Failed);
        _meter.CreateObservableGauge("pixelshap.recording.size", () => Each<long>(camera => [(null, camera.Counts.Recording?.Bytes ?? 0)]), "By", "Bytes of the recorded segments.");
        _meter.CreateObservableCounter("pixelshap.vlm.calls", () => Each<long>(camera => [(null, camera.Questions.Calls)]), "{call}", "Questions put to the model in the present run.");
        _meter.CreateObservableCounter("pixelshap.vlm.cost", () => Each<double>(camera => [(null, camera.Questions.Usage?.Cost ?? 0)]), null, "What they cost by the configured prices; of a service that cameras share, what all of them cost.");
    }

    /// <summary>Whether our own part works: no camera has been blocked for a minute. One that is gone is not our fault, and starting this program again would not bring it back.</summary>
    public bool IsWorking => Cameras.All(camera => camera.State is not { State: "blocked" } state || _time.GetUtcNow() - state.Since < LongestBlocked);

    /// <summary>In the order of the list.</summary>
    public IReadOnlyList<CameraView> Cameras
    {
        get
        {
            lock (_lock)
            {
                return [.. _cameras];
            }
        }
    }

    /// <summary>The camera of a name; null where there is none.</summary>
    public CameraView? Find(string name) => Cameras.FirstOrDefault(camera => camera.Name == name);

    /// <summary>A camera to show; one that is shown already stays as it is.</summary>
    public CameraView Add(string name, string address)
    {
        lock (_lock)
        {
            CameraView? known = _cameras.Find(camera => camera.Name == name);
            if (known is not null && known.Address == address)
            {
                return known;
            }

            var view = new CameraView(name, address, _time, _latencies);
            int at = known is null ? _cameras.Count : _cameras.IndexOf(known);
            _cameras.RemoveAll(camera => camera.Name == name);
            _cameras.Insert(at, view);
            return view;
        }
    }

    /// <summary>A camera is no longer watched.</summary>
    public void Remove(string name)
    {
        lock (_lock)
        {
            _cameras.RemoveAll(camera => camera.Name == name);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Count(string name, string unit, string description, Func<LiveCounts, long> read) =>
        _meter.CreateObservableCounter(name, () => Each<long>(camera => [(null, read(camera.Counts))]), unit, description);

    private void Stage(string name, string description, Func<StageSnapshot, long> read) =>
        _meter.CreateObservableCounter($"pixelshap.stage.{name}", () => Each(camera => camera.Stages.Select(stage => (Tag("stage", stage.Name), read(stage)))), "{item}", description);

    private static KeyValuePair<string, object?>? Tag(string name, string value) => new(name, value);

    private IEnumerable<Measurement<T>> Each<T>(Func<CameraView, IEnumerable<(KeyValuePair<string, object?>? Tag, T Value)>> read)
        where T : struct =>
        Cameras.SelectMany(camera => read(camera).Select(item =>
        {
            KeyValuePair<string, object?> name = new("camera", camera.Name);
            return item.Tag is { } tag ? new Measurement<T>(item.Value, name, tag) : new Measurement<T>(item.Value, name);
        }));
}
