using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PixelShap.Video.Runs.Flow;

/// <summary>The counters of one stage. Thread-safe.</summary>
public sealed class StageMeter
{
    private long _received;
    private long _processed;
    private long _dropped;
    private long _failed;
    private long _busyTicks;
    private Func<int> _depth = static () => 0;

    internal StageMeter(string name) => Name = name;

    /// <summary>The name of the stage.</summary>
    public string Name { get; }

    /// <summary>The counters as they are now.</summary>
    public StageSnapshot Snapshot() => new(
        Name,
        Interlocked.Read(ref _received),
        Interlocked.Read(ref _processed),
        Interlocked.Read(ref _dropped),
        Interlocked.Read(ref _failed),
        Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _busyTicks)),
        _depth());

    internal void ReadDepthFrom(Func<int> depth) => _depth = depth;

    internal void Receive() => Interlocked.Increment(ref _received);

    internal void Process(long startedAt)
    {
        Interlocked.Add(ref _busyTicks, Stopwatch.GetTimestamp() - startedAt);
        Interlocked.Increment(ref _processed);
    }

    internal void Drop() => Interlocked.Increment(ref _dropped);

    internal void Fail() => Interlocked.Increment(ref _failed);
}

/// <summary>The counters of one stage at one moment.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Received">Items that arrived.</param>
/// <param name="Processed">Items that were finished.</param>
/// <param name="Dropped">Items that were given up because newer ones came (live only) or the run was stopping.</param>
/// <param name="Failed">Items that failed.</param>
/// <param name="Busy">Time from taking an item to passing on what came of it, waiting for the next stage included.</param>
/// <param name="QueueDepth">Items waiting.</param>
public readonly record struct StageSnapshot(string Name, long Received, long Processed, long Dropped, long Failed, TimeSpan Busy, int QueueDepth);

/// <summary>Publishes the counters of a run's stages under the meter name <c>PixelShap.Video</c>, tagged with the stage.</summary>
public sealed class FlowMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "PixelShap.Video";

    private readonly Meter _meter = new(MeterName);
    private readonly List<StageMeter> _stages = [];
    private readonly Lock _lock = new();

    /// <summary>Creates the instruments.</summary>
    public FlowMetrics()
    {
        _meter.CreateObservableCounter("pixelshap.stage.received", () => Measure(stage => stage.Received), "{item}", "Items that arrived at a stage.");
        _meter.CreateObservableCounter("pixelshap.stage.processed", () => Measure(stage => stage.Processed), "{item}", "Items that a stage finished.");
        _meter.CreateObservableCounter("pixelshap.stage.dropped", () => Measure(stage => stage.Dropped), "{item}", "Items that a stage gave up.");
        _meter.CreateObservableCounter("pixelshap.stage.failed", () => Measure(stage => stage.Failed), "{item}", "Items that failed.");
        _meter.CreateObservableCounter("pixelshap.stage.busy", () => Measure(stage => stage.Busy.TotalSeconds), "s", "Time that a stage worked.");
        _meter.CreateObservableGauge("pixelshap.stage.queue", () => Measure(stage => (long)stage.QueueDepth), "{item}", "Items that wait.");
    }

    /// <summary>Adds a stage.</summary>
    public StageMeter Add(string name)
    {
        var stage = new StageMeter(name);
        lock (_lock)
        {
            _stages.Add(stage);
        }

        return stage;
    }

    /// <summary>The counters of all stages, in the order in which they were added.</summary>
    public IReadOnlyList<StageSnapshot> Snapshot()
    {
        lock (_lock)
        {
            return [.. _stages.Select(stage => stage.Snapshot())];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<T>> Measure<T>(Func<StageSnapshot, T> read)
        where T : struct =>
        Snapshot().Select(stage => new Measurement<T>(read(stage), new KeyValuePair<string, object?>("stage", stage.Name)));
}
