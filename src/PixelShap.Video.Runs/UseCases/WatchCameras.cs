using Microsoft.Extensions.Logging;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Live;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Runs.UseCases;

/// <summary>
/// Watches a list of cameras until it is asked to stop, each with its own clock, tracker, folder and faults: one that fails begins anew and touches no other. Another list may be given
/// at any time; what is the same in both goes on undisturbed.
/// </summary>
/// <param name="watch">Watches one.</param>
/// <param name="targets">Who is told of events.</param>
/// <param name="board">Shows them.</param>
/// <param name="time">The clock.</param>
public sealed partial class WatchCameras(WatchCamera watch, IAlertTargets targets, LiveBoard board, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5), LongestPause = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, Watched> _watched = [];

    /// <summary>Watches another list from now on.</summary>
    /// <param name="cameras">The list.</param>
    /// <param name="how">Where and how.</param>
    /// <returns>What has changed, for people; empty where nothing has.</returns>
    public async Task<IReadOnlyList<string>> ApplyAsync(IReadOnlyList<ListedCamera> cameras, WatchedHow how)
    {
        ArgumentNullException.ThrowIfNull(cameras);
        ArgumentNullException.ThrowIfNull(how);
        await _turn.WaitAsync();
        try
        {
            List<string> changes = [];
            Watched[] gone = [.. _watched.Values.Where(watched => !cameras.Any(camera => camera.IsSameAs(watched.Camera)))];
            await Task.WhenAll(gone.Select(watched => watched.StopAsync()));
            foreach (Watched watched in gone)
            {
                _watched.Remove(watched.Camera.Name);
                if (!cameras.Any(camera => camera.Name == watched.Camera.Name))
                {
                    board.Remove(watched.Camera.Name);
                    changes.Add($"{watched.Camera.Name} is no longer watched");
                }
            }

            foreach (ListedCamera camera in cameras.Where(camera => !_watched.ContainsKey(camera.Name)))
            {
                changes.Add(gone.Any(watched => watched.Camera.Name == camera.Name) ? $"{camera.Name} begins anew" : $"{camera.Name} is watched");
                _watched[camera.Name] = Watched.Begin(camera, how.Signals, (signals, own) => KeepAsync(camera, how, signals, own));
            }

            return changes;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits until all have ended: because they were asked to, or because every stream came to its own end.</summary>
    public async Task WaitAsync()
    {
        while (true)
        {
            Task[] tasks;
            await _turn.WaitAsync();
            try
            {
                tasks = [.. _watched.Values.Select(watched => watched.Task).Where(task => !task.IsCompleted)];
            }
            finally
            {
                _turn.Release();
            }

            if (tasks.Length == 0)
            {
                return;
            }

            await Task.WhenAll(tasks);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task KeepAsync(ListedCamera camera, WatchedHow how, RunSignals signals, CancellationToken own)
    {
        CameraView view = board.Add(camera.Name, Redacted.Address(camera.Address));
        try
        {
            await KeepAsync(camera, view, how, signals, own);
        }
        catch (Exception exception)
        {
            // What cannot even begin waits for another entry in the list.
            view.Detach("failed", exception is PixelShapException told ? $"{told.Message} {told.Remedy}" : exception.Message);
            Log.Unwatched(how.Logger, camera.Name, exception.Message, exception is PixelShapException ? null : exception);
        }
    }

    private async Task KeepAsync(ListedCamera camera, CameraView view, WatchedHow how, RunSignals signals, CancellationToken own)
    {
        string folder = Path.Combine(how.Output, camera.Name);
        TimeSpan pause = FirstPause;
        await using var desk = new AlertDesk(
            camera.Name, camera.Settings.Live, view, new AlertOutbox(Path.Combine(folder, "outbox"), targets.Of(camera.Settings.Live, camera.Name, how.Logger), time, how.Logger), time, how.Logger);
        while (!own.IsCancellationRequested)
        {
            view.Detach("starting", "its parts are made");
            long begin = time.GetTimestamp();
            try
            {
                string run = Path.Combine(folder, time.GetLocalNow().ToString("yyyyMMdd-HHmmss-fff", System.Globalization.CultureInfo.InvariantCulture));
                await watch.RunAsync(camera.Settings, how.BaseDirectory, camera.Address, run, how.Observer(camera.Name), signals, new CameraSeat(view, desk, IsPatient: true, folder));
                view.Detach("ended", own.IsCancellationRequested ? "asked to end" : "the stream came to its end");
                return;
            }
            catch (OperationCanceledException) when (own.IsCancellationRequested || signals.Abort.IsCancellationRequested)
            {
                view.Detach("ended", "asked to end");
                return;
            }
            catch (Exception exception)
            {
                // Whatever goes wrong with one camera, the others go on and it is tried again.
                string reason = exception is PixelShapException told ? $"{told.Message} {told.Remedy}" : exception.Message;
                view.Detach("failed", reason);
                Log.Failed(how.Logger, camera.Name, reason, exception is PixelShapException ? null : exception);
                pause = time.GetElapsedTime(begin) > LongestPause ? FirstPause : pause;
                try
                {
                    await Task.Delay(pause, time, own);
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>A camera that is watched.</summary>
    private sealed class Watched
    {
        private readonly CancellationTokenSource _stop;

        private Watched(ListedCamera camera, CancellationTokenSource stop, Task task) => (Camera, _stop, Task) = (camera, stop, task);

        public ListedCamera Camera { get; }

        public Task Task { get; }

        public static Watched Begin(ListedCamera camera, RunSignals signals, Func<RunSignals, CancellationToken, Task> keep)
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop);
            return new Watched(camera, stop, Task.Run(() => keep(signals with { Stop = stop.Token }, stop.Token)));
        }

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await Task;
            _stop.Dispose();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2071, LogLevel.Error, "{Camera} is not watched: {Reason}")]
        public static partial void Unwatched(ILogger logger, string camera, string reason, Exception? exception);

        [LoggerMessage(2070, LogLevel.Error, "{Camera} failed and begins anew: {Reason}")]
        public static partial void Failed(ILogger logger, string camera, string reason, Exception? exception);
    }
}

/// <summary>Where and how cameras are watched.</summary>
/// <param name="Output">The folder of all; each camera has one in it, with a folder for each run.</param>
/// <param name="BaseDirectory">Where relative paths in settings start.</param>
/// <param name="Observer">Watches the run of a camera.</param>
/// <param name="Logger">Takes what is about none of the runs.</param>
/// <param name="Signals">Ask all to end.</param>
public sealed record WatchedHow(string Output, string BaseDirectory, Func<string, IRunObserver> Observer, ILogger Logger, RunSignals Signals);
