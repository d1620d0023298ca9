using Microsoft.Extensions.Logging;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Storage;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Live;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.UseCases;

namespace PixelShap.Video.Fleet.Cameras;

/// <summary>Watches a camera as <c>pixelshap watch</c> does, and brings what it leaves into the storage.</summary>
/// <param name="parts">How.</param>
/// <param name="table">The runs.</param>
/// <param name="files">The storage.</param>
/// <param name="time">The clock.</param>
public sealed class WatchWork(WatchWorkParts parts, RunTable table, IFleetFiles files, TimeProvider time) : ICameraWork
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10), Last = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task WatchAsync(CameraLease lease, RunSignals signals)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ListedCamera camera = parts.Read(lease.Entry);
        string folder = Directory.CreateDirectory(Path.Combine(parts.Scratch, "cameras", lease.Run.Id)).FullName;
        var shipping = new CameraShipping(files, lease.Run, folder, time);
        using var stale = CancellationTokenSource.CreateLinkedTokenSource(signals.Abort);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop, stale.Token);
        using var ended = new CancellationTokenSource();
        Task shipped = ShipAsync(lease, shipping, stale, ended.Token);
        try
        {
            using var cameras = new WatchCameras(parts.Watch, parts.Targets, parts.Board, time);
            await cameras.ApplyAsync([camera], new WatchedHow(folder, parts.BaseDirectory, parts.Observer, parts.Logger, new RunSignals(stop.Token, stale.Token)));
            await cameras.WaitAsync();
            string reason = parts.Board.Find(camera.Name)?.State.Reason ?? "it ended";
            parts.Board.Remove(camera.Name);
            await ended.CancelAsync();
            await shipped;
            using var last = CancellationTokenSource.CreateLinkedTokenSource(signals.Abort);
            last.CancelAfter(Last);
            await ReportAsync(lease, last.Token);
            await shipping.ShipAsync(isLast: true, last.Token);
            if (!signals.Stop.IsCancellationRequested)
            {
                throw new PixelShapException(ExitCode.Failed, $"Camera {camera.Name} is not watched any more: {reason.TrimEnd('.')}.", "It is tried again.");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task ShipAsync(CameraLease lease, CameraShipping shipping, CancellationTokenSource stale, CancellationToken ended)
    {
        try
        {
            using var timer = new PeriodicTimer(Every, time);
            while (await timer.WaitForNextTickAsync(ended))
            {
                await ReportAsync(lease, ended);
                await shipping.ShipAsync(isLast: false, ended);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // It is over.
        }
        catch
        {
            await stale.CancelAsync();
            throw;
        }
    }

    /// <summary>Says in the database how the camera is and where its files are, if it is still this worker's.</summary>
    private Task ReportAsync(CameraLease lease, CancellationToken cancellationToken)
    {
        (string state, string reason, _) = parts.Board.Find(lease.Name)?.State ?? ("ended", "", default);
        return table.WriteAsync(
            lease.Run, "camera", "progress = @progress, results = @results", null, cancellationToken, ("progress", reason.Length > 0 ? $"{state}: {reason}" : state), ("results", lease.Run.Folder));
    }
}

/// <summary>How a worker watches cameras.</summary>
public sealed record WatchWorkParts
{
    /// <summary>A folder on this machine for what they leave.</summary>
    public required string Scratch { get; init; }

    /// <summary>Where relative paths in settings start.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>Reads a list that holds one camera, with the variables of this machine.</summary>
    public required Func<string, ListedCamera> Read { get; init; }

    /// <summary>Watches one.</summary>
    public required WatchCamera Watch { get; init; }

    /// <summary>Who is told of events.</summary>
    public required IAlertTargets Targets { get; init; }

    /// <summary>Shows them.</summary>
    public required LiveBoard Board { get; init; }

    /// <summary>Watches the run of a camera.</summary>
    public required Func<string, IRunObserver> Observer { get; init; }

    /// <summary>Takes what is about none of the runs.</summary>
    public required ILogger Logger { get; init; }
}
