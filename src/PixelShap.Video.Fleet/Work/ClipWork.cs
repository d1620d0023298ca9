using PixelShap.Video.Fleet.Findings;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Journals;
using PixelShap.Video.Fleet.Storage;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.UseCases;

namespace PixelShap.Video.Fleet.Work;

/// <summary>The main job on a worker: what <c>pixelshap run</c> does, with the journal brought into the storage while it grows and the results at the end.</summary>
/// <param name="analyse">The main job.</param>
/// <param name="table">The runs.</param>
/// <param name="files">The storage.</param>
/// <param name="settings">How this worker does it.</param>
/// <param name="time">The clock.</param>
public sealed class ClipWork(AnalyseClip analyse, RunTable table, IFleetFiles files, ClipWorkSettings settings, TimeProvider time) : IFleetWork
{
    private const string LockName = ".lock";
    private static readonly TimeSpan ShipEvery = TimeSpan.FromSeconds(5), LastShipping = TimeSpan.FromSeconds(4);

    private readonly ClipFetch _clips = new(files, settings.Scratch, settings.MostClipBytes);

    /// <inheritdoc/>
    public string Kind => RunOrder.Clip;

    /// <inheritdoc/>
    public async Task<WorkResult> RunAsync(RunLease lease, RunSignals signals, Action<string> report)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(report);
        string folder = Path.Combine(settings.Scratch, "runs", lease.Id);
        // What an earlier epoch left on this machine may go beyond what was registered, and the successor may have gone another way: the registered prefix counts.
        Delete(folder);
        Directory.CreateDirectory(folder);
        try
        {
            return await RunAsync(lease, folder, signals, report);
        }
        catch (PixelShapException exception) when (exception.ExitCode is ExitCode.Usage or ExitCode.Input)
        {
            // The next start would say the same.
            return new WorkResult(new RunEnd(RunState.Failed, (int)exception.ExitCode, $"{exception.Message} {exception.Remedy}", null, null), null);
        }
        finally
        {
            Delete(folder);
            _clips.Forget(lease.Id);
        }
    }

    private async Task<WorkResult> RunAsync(RunLease lease, string folder, RunSignals signals, Action<string> report)
    {
        PipelineConfiguration configuration = settings.Read(lease.Settings);
        string clip = await _clips.FetchAsync(lease.Input, lease.Id, signals.Stop);
        var shipping = new JournalShipping(table, files, lease, Path.Combine(folder, RunDirectory.JournalName));
        await shipping.RestoreAsync(signals.Stop);
        using var analysed = new CancellationTokenSource();
        using var fault = CancellationTokenSource.CreateLinkedTokenSource(signals.Abort);
        Task shipped = ShipAsync(shipping, fault, analysed.Token);
        try
        {
            RunOutcome outcome = await analyse.RunAsync(configuration, settings.BaseDirectory, clip, folder, new WorkObserver(settings.OpenLog, report), signals with { Abort = fault.Token });
            await analysed.CancelAsync();
            await shipped;
            return await EndAsync(lease, outcome, shipping, signals.Abort);
        }
        catch (Exception)
        {
            await analysed.CancelAsync();

            // Why the shipping failed explains more than that the run was aborted for it.
            await shipped;
            if (!signals.Abort.IsCancellationRequested)
            {
                // What was found so far is what the next start goes on from.
                using var last = new CancellationTokenSource(LastShipping, time);
                await shipping.ShipAsync(last.Token);
            }

            throw;
        }
    }

    private static async Task ShipAsync(JournalShipping shipping, CancellationTokenSource fault, CancellationToken analysed)
    {
        try
        {
            await shipping.ShipAsync(ShipEvery, TimeProvider.System, analysed);
        }
        catch (OperationCanceledException) when (analysed.IsCancellationRequested)
        {
            // The analysis has ended.
        }
        catch
        {
            await fault.CancelAsync();
            throw;
        }
    }

    private async Task<WorkResult> EndAsync(RunLease lease, RunOutcome outcome, JournalShipping shipping, CancellationToken abort)
    {
        PixelShapException? early = outcome.EarlyEnd ?? outcome.Unanswered;
        if (outcome.EarlyEnd is not null)
        {
            await shipping.ShipAsync(abort);
        }

        string folder = outcome.Run.Directory.Path;
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != LockName))
        {
            await using FileStream file = File.OpenRead(path);
            await files.StoreAsync($"{lease.Folder}/{Path.GetRelativePath(folder, path)}", file, abort);
        }

        RunEnd end = early is null
            ? new RunEnd(RunState.Done, (int)ExitCode.Done, null, lease.Folder, outcome.Run.Document["summary"]?.ToJsonString())
            : new RunEnd(
                outcome.EarlyEnd is null ? RunState.Failed : RunState.Limited, (int)early.ExitCode, $"{early.Message} {early.Remedy}", lease.Folder, outcome.Run.Document["summary"]?.ToJsonString());
        RunFindings findings = await RunFindings.ReadAsync(lease.Id, folder, outcome.Run.Clip, settings.Version, abort);
        return new WorkResult(end, findings.WriteAsync) { After = early is null ? token => JournalShipping.SweepAsync(table, files, lease.Id, token) : null };
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>How a worker does the main job.</summary>
public sealed record ClipWorkSettings
{
    /// <summary>A folder on this machine for clips and run directories under way.</summary>
    public required string Scratch { get; init; }

    /// <summary>The most bytes of one clip.</summary>
    public required long MostClipBytes { get; init; }

    /// <summary>Where relative paths in settings start.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>The program, for counts by version.</summary>
    public required string Version { get; init; }

    /// <summary>Reads settings.</summary>
    public required Func<string, PipelineConfiguration> Read { get; init; }

    /// <summary>Opens the log of a run.</summary>
    public required Func<string, IRunLog> OpenLog { get; init; }
}
