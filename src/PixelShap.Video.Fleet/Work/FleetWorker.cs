using Microsoft.Extensions.Logging;
using PixelShap.Video.Fleet.Cameras;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Queues;
using PixelShap.Video.Runs.UseCases;

namespace PixelShap.Video.Fleet.Work;

/// <summary>One process of a fleet: takes runs while it has a free slot, does them, and writes their ends, until it is asked to stop.</summary>
/// <param name="parts">What it works with.</param>
/// <param name="card">Who it is.</param>
/// <param name="works">What it can do, by kind.</param>
/// <param name="cameras">Watches a camera; null for a worker that takes none. The default value is null.</param>
public sealed partial class FleetWorker(FleetParts parts, WorkerCard card, IEnumerable<IFleetWork> works, ICameraWork? cameras = null)
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1), OthersFeed = TimeSpan.FromSeconds(5), RetryAfter = TimeSpan.FromSeconds(5), Last = TimeSpan.FromSeconds(5), LongestPause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, IFleetWork> _works = works.ToDictionary(work => work.Kind);
    private readonly RunTable _table = new(parts.Database);
    private readonly QueueLane _lane = JobLane.Of(parts.Options.Lease);
    private readonly LeaseKeeper _keeper = new(new RunTable(parts.Database), parts.Options, parts.Time, parts.Logger);
    private readonly QueueConsumer[] _consumers = [.. JobLane.Queues.Where(queue => card.Pools.Contains(queue.Pool)).Select(queue => JobLane.Consumer(queue.Pool, queue.Priority))];

    private int _failuresInARow;

    /// <summary>Works.</summary>
    /// <param name="signals">The first takes nothing more and lets runs end within the grace; the second gives back what there is.</param>
    /// <param name="grace">How long runs that are under way may take after the first signal.</param>
    public async Task RunAsync(RunSignals signals, TimeSpan grace)
    {
        parts.Metrics.Watch(() => _keeper.Count);
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop, signals.Abort);
        using var stopWork = CancellationTokenSource.CreateLinkedTokenSource(signals.Abort);
        using var ended = new CancellationTokenSource();
        await new WorkerTable(parts.Database).SeenAsync(card, begins: true, signals.Stop);
        Log.Begins(parts.Logger, card.Name, card.Slots, string.Join(" and ", card.Pools.Select(pool => pool.Word())));
        Task[] beside =
        [
            UntilEndedAsync(_keeper.KeepAsync, ended.Token),
            UntilEndedAsync(token => BeSeenAsync(drain, token), ended.Token),
            UntilEndedAsync(FeedAsync, drain.Token),
        ];
        await Task.WhenAll(
            card.Slots > 0 ? TakeAsync(stopWork, grace, drain.Token, signals.Abort) : Task.CompletedTask,
            cameras is not null && card.Cameras > 0 ? new CameraKeeper(parts, card.Name, card.Cameras, cameras).RunAsync(new RunSignals(drain.Token, signals.Abort)) : Task.CompletedTask);
        await ended.CancelAsync();
        await Task.WhenAll(beside);
        using var last = new CancellationTokenSource(Last, parts.Time);
        await UntilEndedAsync(token => new WorkerTable(parts.Database).GoneAsync(card, token), last.Token);
        Log.Ends(parts.Logger, card.Name);
    }

    /// <summary>Takes messages while there are free slots, until it is asked to stop; then waits for what is under way.</summary>
    private async Task TakeAsync(CancellationTokenSource stopWork, TimeSpan grace, CancellationToken drain, CancellationToken abort)
    {
        HashSet<Task> running = [];
        while (!drain.IsCancellationRequested)
        {
            running.RemoveWhere(task => task.IsCompleted);
            int free = card.Slots - running.Count;
            if (free == 0)
            {
                await Task.WhenAny([Task.Delay(Timeout.Infinite, drain), .. running]);
                continue;
            }

            foreach (Delivery delivery in await TakeAsync(free, drain))
            {
                running.Add(HandleAsync(delivery, new RunSignals(stopWork.Token, abort)));
            }
        }

        stopWork.CancelAfter(grace);
        Log.Drains(parts.Logger, running.Count(task => !task.IsCompleted), grace.TotalSeconds);
        await Task.WhenAll(running);
    }

    private async Task<IReadOnlyList<Delivery>> TakeAsync(int free, CancellationToken cancellationToken)
    {
        List<Delivery> taken = [];
        try
        {
            foreach (QueueConsumer consumer in _consumers.TakeWhile(_ => taken.Count < free))
            {
                taken.AddRange(await parts.Queue.TakeAsync(_lane, consumer, free - taken.Count, cancellationToken));
            }

            return taken.Count > 0 ? taken : await parts.Queue.WaitAsync(_lane, _consumers[^1], cancellationToken);
        }
        catch (Exception exception) when (FleetQueue.IsPassing(exception))
        {
            if (taken.Count == 0 && !cancellationToken.IsCancellationRequested)
            {
                Log.QueueAway(parts.Logger, exception.Message);
                await Task.WhenAny(Task.Delay(Idle, parts.Time, cancellationToken));
            }

            return taken;
        }
    }

    private async Task HandleAsync(Delivery delivery, RunSignals signals)
    {
        using var held = new Held<RunLease>(delivery, parts.Time);
        _keeper.Add(held);
        try
        {
            await HandleAsync(held, signals);
        }
        catch (Exception exception) when (exception is OperationCanceledException or StaleEpochException)
        {
            if (exception is StaleEpochException)
            {
                parts.Metrics.Stale.Add(1);
            }

            parts.Metrics.Returned.Add(1);
            Log.Left(parts.Logger, held.Lease?.Id ?? "?", exception.Message);
        }
        catch (Exception exception)
        {
            // Whatever one run brings about, the worker goes on with the next.
            Log.Unexpected(parts.Logger, exception, held.Lease?.Id ?? "?");
        }
        finally
        {
            _keeper.Remove(held);
        }
    }

    private async Task HandleAsync(Held<RunLease> held, RunSignals signals)
    {
        if (held.Delivery.Message is not { } message)
        {
            Log.NoMessage(parts.Logger);
            await held.Delivery.DoneAsync(signals.Abort);
            return;
        }

        if (message.V > QueueMessage.Current)
        {
            // A newer program wrote it, and newer workers are on their way: a rolling upgrade.
            await held.Delivery.ReturnAsync(RetryAfter, signals.Abort);
            return;
        }

        Claim claim = await _table.ClaimAsync(message.Id, card.Name, parts.Options.Lease, parts.Options.MostStarts, signals.Abort);
        if (claim.Lease is not { } lease)
        {
            await (claim.Wait is { } wait ? held.Delivery.ReturnAsync(wait, signals.Abort) : held.Delivery.DoneAsync(signals.Abort));
            return;
        }

        held.Lease = lease;
        parts.Metrics.Started.Add(1);
        long startedAt = parts.Time.GetTimestamp();
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(signals.Abort, held.Lost);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop, lost.Token);
        try
        {
            IFleetWork work = _works.GetValueOrDefault(lease.Kind) ?? throw new NotSupportedException($"this worker ({card.Version}) knows no work of the kind '{lease.Kind}'");
            WorkResult result = await work.RunAsync(lease, new RunSignals(stop.Token, lost.Token), progress => held.Progress = progress);
            held.IsEnding = true;
            await _table.CommitAsync(lease, result.End, result.Findings, lost.Token);
            parts.Metrics.Ended.Add(1, new KeyValuePair<string, object?>("state", result.End.State));
            parts.Metrics.Seconds.Record(parts.Time.GetElapsedTime(startedAt).TotalSeconds);
            Volatile.Write(ref _failuresInARow, 0);
            await held.Delivery.DoneAsync(CancellationToken.None);
            if (result.After is { } after)
            {
                await after(CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is not StaleEpochException && !held.Lost.IsCancellationRequested)
        {
            await GiveBackAsync(held, lease, exception, signals);
        }
    }

    /// <summary>A run that did not come to its end: somebody else goes on with it.</summary>
    private async Task GiveBackAsync(Held<RunLease> held, RunLease lease, Exception exception, RunSignals signals)
    {
        bool isDrained = exception is OperationCanceledException && (signals.Stop.IsCancellationRequested || signals.Abort.IsCancellationRequested);
        if (!isDrained)
        {
            Log.Failed(parts.Logger, exception, lease.Id, lease.Starts, parts.Options.MostStarts);
        }

        parts.Metrics.Returned.Add(1);
        held.IsEnding = true;
        using var last = new CancellationTokenSource(isDrained ? Last : Timeout.InfiniteTimeSpan, parts.Time);
        await _table.ReleaseAsync(lease, isDrained ? null : $"start {lease.Starts}: {exception.Message}", last.Token);
        await held.Delivery.ReturnAsync(isDrained ? TimeSpan.Zero : RetryAfter, last.Token);
        if (!isDrained && Interlocked.Increment(ref _failuresInARow) is var failures and > 2)
        {
            // One clip may be to blame, or two. When all fail it is the storage or this machine: taking more would make dead letters of the whole queue.
            await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, failures - 2))), parts.Time, signals.Stop));
        }
    }

    private async Task BeSeenAsync(CancellationTokenSource drain, CancellationToken cancellationToken)
    {
        // Whose cameras are to be taken over within seconds must be missed within seconds.
        using var timer = new PeriodicTimer((card.Cameras > 0 ? parts.Options.CameraLease : parts.Options.Lease) / 3, parts.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (await new WorkerTable(parts.Database).SeenAsync(card, begins: false, cancellationToken) && !drain.IsCancellationRequested)
            {
                Log.Asked(parts.Logger, card.Name);
                await drain.CancelAsync();
            }
        }
    }

    private async Task FeedAsync(CancellationToken cancellationToken)
    {
        var feeder = new JobFeeder(parts.Database, parts.Queue, parts.Options);
        while (true)
        {
            int fed = 0;
            try
            {
                fed = await feeder.FeedAsync(cancellationToken);
            }
            catch (Exception exception) when (FleetQueue.IsPassing(exception) && !cancellationToken.IsCancellationRequested)
            {
                Log.QueueAway(parts.Logger, exception.Message);
            }

            await Task.Delay(fed >= 0 ? Idle : OthersFeed, parts.Time, cancellationToken);
        }
    }

    private static async Task UntilEndedAsync(Func<CancellationToken, Task> work, CancellationToken ended)
    {
        try
        {
            await work(ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The worker ends.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Worker {Name} takes {Slots} runs at a time for {Pools}")]
        public static partial void Begins(ILogger logger, string name, int slots, string pools);

        [LoggerMessage(2, LogLevel.Information, "Worker {Name} has ended")]
        public static partial void Ends(ILogger logger, string name);

        [LoggerMessage(3, LogLevel.Information, "Nothing more is taken; {Count} runs have {Seconds:0} s to end")]
        public static partial void Drains(ILogger logger, int count, double seconds);

        [LoggerMessage(4, LogLevel.Warning, "The queue is away: {Reason}")]
        public static partial void QueueAway(ILogger logger, string reason);

        [LoggerMessage(5, LogLevel.Warning, "Run {Run} was left: {Reason}")]
        public static partial void Left(ILogger logger, string run, string reason);

        [LoggerMessage(6, LogLevel.Error, "Something unexpected happened with run {Run}")]
        public static partial void Unexpected(ILogger logger, Exception exception, string run);

        [LoggerMessage(7, LogLevel.Warning, "A message in the queue makes no sense and was thrown away")]
        public static partial void NoMessage(ILogger logger);

        [LoggerMessage(8, LogLevel.Error, "Run {Run} failed at start {Start} of {Most}")]
        public static partial void Failed(ILogger logger, Exception exception, string run, int start, int most);

        [LoggerMessage(9, LogLevel.Information, "Worker {Name} was asked to finish")]
        public static partial void Asked(ILogger logger, string name);
    }
}
