using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Queues;

namespace PixelShap.Video.Fleet.Work;

/// <summary>
/// Keeps what a worker has: tells queue and database of it, three times within each lease. A run changes hands only when the queue gives its message to another worker and the database's lease is
/// over, too. So it is given up when the database says that it is another's, or when neither has confirmed it for a whole lease.
/// </summary>
/// <param name="table">The runs.</param>
/// <param name="options">How long a lease is.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Is told what is lost.</param>
internal sealed partial class LeaseKeeper(RunTable table, FleetOptions options, TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<Held<RunLease>, byte> _held = [];

    /// <summary>How many there are.</summary>
    public int Count => _held.Count;

    /// <summary>Begins to keep a message.</summary>
    public void Add(Held<RunLease> run) => _held.TryAdd(run, 0);

    /// <summary>Keeps it no longer.</summary>
    public void Remove(Held<RunLease> run) => _held.TryRemove(run, out _);

    /// <summary>Keeps until it is cancelled.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Lease / 3, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            // First: a process that was frozen wakes here, and must not confirm what it has long lost.
            GiveUp();
            Held<RunLease>[] held = [.. _held.Keys];
            await Task.WhenAll([RenewAsync(held, cancellationToken), .. held.Select(run => ProgressAsync(run, cancellationToken))]);
            GiveUp();
        }
    }

    private void GiveUp()
    {
        foreach (Held<RunLease> run in _held.Keys.Where(run => options.Deadline && run.Unconfirmed > options.Lease && !run.Lost.IsCancellationRequested))
        {
            Log.GivenUp(logger, run.Lease?.Id ?? "?", run.Unconfirmed.TotalSeconds);
            run.Lose();
        }
    }

    private async Task ProgressAsync(Held<RunLease> run, CancellationToken cancellationToken)
    {
        long askedAt = time.GetTimestamp();
        if (await run.Delivery.ProgressAsync(cancellationToken))
        {
            run.Confirm(askedAt);
        }
    }

    private async Task RenewAsync(Held<RunLease>[] held, CancellationToken cancellationToken)
    {
        Held<RunLease>[] running = [.. held.Where(run => run.Lease is not null)];
        if (running.Length == 0)
        {
            return;
        }

        // A database that is away must not keep the queue from hearing of us.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Lease / 3);
        try
        {
            long askedAt = time.GetTimestamp();
            HashSet<string> own = await table.RenewAsync([.. running.Select(run => (run.Lease!, run.Progress))], options.Lease, patience.Token);
            foreach (Held<RunLease> run in running)
            {
                if (own.Contains(run.Lease!.Id))
                {
                    run.Confirm(askedAt);
                }
                else if (options.Deadline && !run.IsEnding)
                {
                    Log.Lost(logger, run.Lease.Id, run.Lease.Epoch);
                    run.Lose();
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Not confirmed this time.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Run {Run} is given up: nobody has confirmed for {Seconds:0.0} s that it is ours")]
        public static partial void GivenUp(ILogger logger, string run, double seconds);

        [LoggerMessage(2, LogLevel.Warning, "Run {Run} is no longer ours (epoch {Epoch}): it was cancelled or given to another worker")]
        public static partial void Lost(ILogger logger, string run, long epoch);
    }
}
