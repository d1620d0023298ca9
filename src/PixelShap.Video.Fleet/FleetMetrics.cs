using System.Diagnostics.Metrics;

namespace PixelShap.Video.Fleet;

/// <summary>What a worker counts.</summary>
public sealed class FleetMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "PixelShap.Fleet";

    private readonly Meter _meter = new(MeterName);

    /// <summary>Makes the counters.</summary>
    public FleetMetrics()
    {
        Started = _meter.CreateCounter<long>("pixelshap.fleet.runs.started", description: "runs that this worker was given");
        Ended = _meter.CreateCounter<long>("pixelshap.fleet.runs.ended", description: "runs that ended here, by state");
        Returned = _meter.CreateCounter<long>("pixelshap.fleet.runs.returned", description: "runs that were given back: failed, drained or lost");
        Stale = _meter.CreateCounter<long>("pixelshap.fleet.writes.stale", description: "writes that were rejected because another worker has the run");
        Seconds = _meter.CreateHistogram<double>("pixelshap.fleet.run.seconds", "s", "how long a run took here");
    }

    internal Counter<long> Started { get; }

    internal Counter<long> Ended { get; }

    internal Counter<long> Returned { get; }

    internal Counter<long> Stale { get; }

    internal Histogram<double> Seconds { get; }

    /// <summary>Watches how many runs a worker has.</summary>
    internal void Watch(Func<int> running) => _meter.CreateObservableGauge("pixelshap.fleet.runs.running", running, description: "runs that this worker has");

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
