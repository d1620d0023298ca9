using Microsoft.Extensions.Logging;
using PixelShap.Video.Fleet.Database;
using PixelShap.Video.Fleet.Queues;

namespace PixelShap.Video.Fleet;

/// <summary>What a worker works with.</summary>
/// <param name="Options">Where everything is.</param>
/// <param name="Database">The truth.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Metrics">What is counted.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The log.</param>
public sealed record FleetParts(FleetOptions Options, FleetDatabase Database, FleetQueue Queue, FleetMetrics Metrics, TimeProvider Time, ILogger Logger);
