using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Queues;
using PixelShap.Video.Runs.UseCases;

namespace PixelShap.Video.Fleet.Cameras;

/// <summary>The cameras of one worker: takes as many as it may, keeps each by telling the queue of it three times within a lease, and gives up what is another's.</summary>
/// <param name="parts">What it works with.</param>
/// <param name="owner">The worker.</param>
/// <param name="most">How many cameras it takes.</param>
/// <param name="work">Watches one.</param>
public sealed partial class CameraKeeper(FleetParts parts, string owner, int most, ICameraWork work)
{
    private const int AtOnce = 32;
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500), Again = TimeSpan.FromSeconds(5), Last = TimeSpan.FromSeconds(5), Balance = TimeSpan.FromSeconds(1);

    private readonly CameraTable _table = new(parts.Database);
    private readonly ConcurrentDictionary<Held<CameraLease>, byte> _held = [];
    private readonly QueueLane _lane = CameraFeeder.Lane(parts.Options.CameraLease);

    /// <summary>How many it has.</summary>
    public int Count => _held.Count;

    /// <summary>Watches until it is asked to stop.</summary>
    public async Task RunAsync(RunSignals signals)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(signals.Abort);
        Task keeping = UntilEndedAsync(KeepAsync, ended.Token), feeding = UntilEndedAsync(FeedAsync, signals.Stop);
        HashSet<Task> running = [];
        await UntilEndedAsync(token => TakeAsync(running, signals, token), signals.Stop);
        await Task.WhenAll(running);
        await ended.CancelAsync();
        await Task.WhenAll(keeping, feeding);
    }

    private async Task TakeAsync(HashSet<Task> running, RunSignals signals, CancellationToken cancellationToken)
    {
        while (true)
        {
            int free = Math.Min(AtOnce, most - _held.Count);
            IReadOnlyList<Delivery> taken = [];
            try
            {
                taken = free > 0 ? await parts.Queue.TakeAsync(_lane, CameraFeeder.Consumer, free, cancellationToken) : [];
                if (free > 0 && taken.Count == 0)
                {
                    taken = await parts.Queue.WaitAsync(_lane, CameraFeeder.Consumer, cancellationToken);
                }
            }
            catch (Exception exception) when (FleetQueue.IsPassing(exception) && !cancellationToken.IsCancellationRequested)
            {
                Log.QueueAway(parts.Logger, exception.Message);
                await Task.Delay(Idle, parts.Time, cancellationToken);
            }

            foreach (Delivery delivery in taken)
            {
                var camera = new Held<CameraLease>(delivery, parts.Time);
                _held.TryAdd(camera, 0);
                running.Add(Task.Run(() => HandleAsync(camera, signals), CancellationToken.None));
            }

            running.RemoveWhere(task => task.IsCompleted);

            // Who has fewer comes first.
            await Task.Delay(free > 0 ? Balance * _held.Count / most : Idle, parts.Time, cancellationToken);
        }
    }

    private async Task HandleAsync(Held<CameraLease> camera, RunSignals signals)
    {
        try
        {
            await HandleAsync(camera, camera.Delivery.Message?.Id, signals);
        }
        catch (Exception exception)
        {
            Log.Unexpected(parts.Logger, exception, camera.Lease?.Name ?? "?");
        }
        finally
        {
            _held.TryRemove(camera, out _);
            camera.Dispose();
        }
    }

    private async Task HandleAsync(Held<CameraLease> camera, string? name, RunSignals signals)
    {
        if (camera.Delivery.Message is { V: > QueueMessage.Current })
        {
            await camera.Delivery.ReturnAsync(Again, signals.Abort);
            return;
        }

        CameraLease? lease = name is null ? null : await _table.TakeAsync(name, owner, parts.Options.CameraLease, signals.Abort);
        if (lease is null)
        {
            await (name is not null && await _table.IsWantedAsync(name, signals.Abort) ? camera.Delivery.ReturnAsync(Idle, signals.Abort) : camera.Delivery.DoneAsync(signals.Abort));
            return;
        }

        camera.Lease = lease;
        string? reason = null;
        try
        {
            using var lost = CancellationTokenSource.CreateLinkedTokenSource(signals.Abort, camera.Lost);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop, lost.Token);
            await work.WatchAsync(lease, new RunSignals(stop.Token, lost.Token));
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or StaleEpochException))
        {
            reason = exception is PixelShapException told ? $"{told.Message} {told.Remedy}" : exception.Message;
            Log.Failed(parts.Logger, lease.Name, reason);
        }
        catch (Exception exception) when (exception is OperationCanceledException or StaleEpochException)
        {
            // It is another's, or nobody's for now.
        }

        if (camera.Lost.IsCancellationRequested)
        {
            Log.Lost(parts.Logger, lease.Name, lease.Run.Id);
            return;
        }

        using var last = new CancellationTokenSource(Last, parts.Time);
        await _table.ReturnAsync(lease, reason, last.Token);
        await camera.Delivery.ReturnAsync(reason is null ? TimeSpan.Zero : Again, last.Token);
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(parts.Options.CameraLease / 3, parts.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            GiveUp();
            Held<CameraLease>[] held = [.. _held.Keys];
            long askedAt = parts.Time.GetTimestamp();
            await Task.WhenAll([OwnAsync(held, askedAt, cancellationToken), .. held.Select(async camera =>
            {
                if (await camera.Delivery.ProgressAsync(cancellationToken))
                {
                    camera.Confirm(askedAt);
                }
            })]);
            GiveUp();
        }
    }

    private void GiveUp()
    {
        foreach (Held<CameraLease> camera in _held.Keys.Where(camera => parts.Options.Deadline && camera.Lease is not null && camera.Unconfirmed > parts.Options.CameraLease))
        {
            camera.Lose();
        }
    }

    /// <summary>Asks the database which cameras are ours: it says so of one that the queue has lost sight of, and says when one was removed.</summary>
    private async Task OwnAsync(Held<CameraLease>[] held, long askedAt, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(parts.Options.CameraLease / 3);
        try
        {
            Held<CameraLease>[] watched = [.. held.Where(camera => camera.Lease is not null)];
            HashSet<string> own = await _table.OwnAsync(owner, patience.Token);
            foreach (Held<CameraLease> camera in watched)
            {
                if (own.Contains(camera.Lease!.Run.Id))
                {
                    camera.Confirm(askedAt);
                }
                else if (parts.Options.Deadline)
                {
                    camera.Lose();
                    if (!await _table.IsWantedAsync(camera.Lease.Name, patience.Token))
                    {
                        await camera.Delivery.DoneAsync(cancellationToken);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Not confirmed this time.
        }
    }

    private async Task FeedAsync(CancellationToken cancellationToken)
    {
        var feeder = new CameraFeeder(parts.Database, parts.Queue, parts.Options);
        while (true)
        {
            try
            {
                await feeder.FeedAsync(cancellationToken);
            }
            catch (Exception exception) when (FleetQueue.IsPassing(exception) && !cancellationToken.IsCancellationRequested)
            {
                Log.QueueAway(parts.Logger, exception.Message);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), parts.Time, cancellationToken);
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
            // It ends.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The queue of cameras is away: {Reason}")]
        public static partial void QueueAway(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Error, "Camera {Camera} cannot be watched: {Reason}")]
        public static partial void Failed(ILogger logger, string camera, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Camera {Camera} is no longer ours ({Run})")]
        public static partial void Lost(ILogger logger, string camera, string run);

        [LoggerMessage(4, LogLevel.Error, "Something unexpected happened with camera {Camera}")]
        public static partial void Unexpected(ILogger logger, Exception exception, string camera);
    }
}
