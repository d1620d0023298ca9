using PixelShap.Video.Fleet.Queues;

namespace PixelShap.Video.Fleet.Jobs;

/// <summary>The stream of runs: a consumer for each pool and priority.</summary>
public static class JobLane
{
    /// <summary>All pairs of pool and priority, the most urgent first.</summary>
    public static IReadOnlyList<(Pool Pool, Priority Priority)> Queues { get; } = [.. Enum.GetValues<Priority>().SelectMany(priority => Enum.GetValues<Pool>().Select(pool => (pool, priority)))];

    /// <summary>The stream.</summary>
    /// <param name="ackWait">After how long without a word a run is given to another worker.</param>
    public static QueueLane Of(TimeSpan ackWait) => new("PIXELSHAP_JOBS", "pixelshap.jobs.>", ackWait, [.. Queues.Select(queue => Consumer(queue.Pool, queue.Priority))]);

    /// <summary>The consumer of a pool and a priority.</summary>
    public static QueueConsumer Consumer(Pool pool, Priority priority) => new($"{pool.Word()}_{priority.Word()}", $"pixelshap.jobs.{pool.Word()}.{priority.Word()}.*");
}
