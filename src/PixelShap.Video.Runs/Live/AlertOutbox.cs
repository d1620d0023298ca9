using System.Text.Json;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Files;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Runs.Live;

/// <summary>
/// What is to be sent, on the disk until it is sent: each message reaches each target at least once, also when the target is down for hours or this program is killed. In order of time, but for a message
/// that a target refuses again and again while it takes others: that is set aside, so that it does not hold up those behind it.
/// </summary>
public sealed partial class AlertOutbox : IAsyncDisposable
{
    // After so many refusals the next message shows whether the target is down or this one is not wanted.
    private const int DoubtAfter = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMinutes(5), Patience = TimeSpan.FromSeconds(15);

    private readonly string _folder;
    private readonly IReadOnlyList<IAlertTarget> _targets;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, SemaphoreSlim> _news = [];
    private readonly Task _sending;

    /// <summary>Begins, with what is left of before.</summary>
    /// <param name="folder">Where messages wait.</param>
    /// <param name="targets">Where they go; disposed with this.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes what goes wrong.</param>
    public AlertOutbox(string folder, IReadOnlyList<IAlertTarget> targets, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(targets);
        (_folder, _targets, _time, _logger) = (folder, targets, time, logger);
        foreach (IAlertTarget target in targets)
        {
            Directory.CreateDirectory(Path.Combine(folder, target.Name));
            _news[target.Name] = new SemaphoreSlim(1);
        }

        _sending = Task.WhenAll(targets.Select(target => Task.Run(() => SendAllAsync(target))));
    }

    /// <summary>Messages that were sent, each counted for each target.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    private long _sent;

    /// <summary>Takes a message: when this returns it is on the disk.</summary>
    public void Put(AlertMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (IAlertTarget target in _targets)
        {
            string path = Path.Combine(_folder, target.Name, message.Id + ".json");
            try
            {
                Directory.CreateDirectory(Path.Combine(_folder, target.Name));
                File.WriteAllText(path + ".part", JsonSerializer.Serialize(message));
                File.Move(path + ".part", path, overwrite: true);
                _news[target.Name].Release();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Log.Unwritten(_logger, message.Id, target.Name, Cause.Of(exception));
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sending;
        foreach (IAlertTarget target in _targets)
        {
            await target.DisposeAsync();
            _news[target.Name].Dispose();
        }

        _stop.Dispose();
    }

    private async Task SendAllAsync(IAlertTarget target)
    {
        TimeSpan pause = FirstPause;
        int refusals = 0;
        try
        {
            while (true)
            {
                string[] waiting = Waiting(target);
                if (waiting.Length == 0)
                {
                    await _news[target.Name].WaitAsync(_stop.Token);
                    continue;
                }

                if (await ReadAsync(waiting[0]) is not { } message)
                {
                    continue;
                }

                if (await TrySendAsync(target, message, isTold: refusals > 0))
                {
                    Remove(waiting[0]);
                    (pause, refusals) = (FirstPause, 0);
                    continue;
                }

                refusals++;
                if (refusals >= DoubtAfter && waiting.Length > 1 && await ReadAsync(waiting[1]) is { } next && await TrySendAsync(target, next, isTold: true))
                {
                    // Once more, because the target may have come back between the two.
                    Remove(waiting[1]);
                    if (await TrySendAsync(target, message, isTold: true))
                    {
                        Remove(waiting[0]);
                    }
                    else
                    {
                        SetAside(waiting[0], "refused");
                        Log.Refused(_logger, target.Name, waiting[0] + ".refused");
                    }

                    (pause, refusals) = (FirstPause, 0);
                    continue;
                }

                await Task.Delay(pause, _time, _stop.Token);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // What is left is sent at the next start.
        }
    }

    /// <summary>The messages of a target in order of time; none where somebody has removed the folder.</summary>
    private string[] Waiting(IAlertTarget target)
    {
        try
        {
            return [.. Directory.EnumerateFiles(Path.Combine(_folder, target.Name), "*.json").Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The message in a file; null where there is none that could be sent.</summary>
    private async Task<AlertMessage?> ReadAsync(string path)
    {
        try
        {
            if (JsonSerializer.Deserialize<AlertMessage>(await File.ReadAllTextAsync(path, _stop.Token)) is { } message)
            {
                return message;
            }
        }
        catch (JsonException)
        {
            // Set aside below.
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        // Half a message, of a machine that lost its power: it will never be whole, and must not hold up the others.
        Log.Damaged(_logger, path);
        SetAside(path, "damaged");
        return null;
    }

    private async Task<bool> TrySendAsync(IAlertTarget target, AlertMessage message, bool isTold)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            patience.CancelAfter(Patience);
            await target.SendAsync(message, patience.Token);
            Interlocked.Increment(ref _sent);
            return true;
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            // Whatever a target throws, the others and the camera go on.
            if (!isTold)
            {
                Log.Unsent(_logger, target.Name, message.Id, exception is OperationCanceledException ? "no answer" : exception.Message);
            }

            return false;
        }
    }

    // Whoever removed the folder in the meantime has removed the message.
    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
        }
    }

    private static void SetAside(string path, string why)
    {
        try
        {
            File.Move(path, $"{path}.{why}", overwrite: true);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2060, LogLevel.Error, "The event {Id} is not sent to {Target}, because it cannot be kept: {Cause}")]
        public static partial void Unwritten(ILogger logger, string id, string target, string cause);

        [LoggerMessage(2063, LogLevel.Error, "{Path} is damaged and is not sent")]
        public static partial void Damaged(ILogger logger, string path);

        [LoggerMessage(2064, LogLevel.Error, "{Target} refuses an event while it takes others; it is kept as {Path} and not sent again")]
        public static partial void Refused(ILogger logger, string target, string path);

        [LoggerMessage(2061, LogLevel.Warning, "{Target} does not take the event {Id} ({Cause}); it is tried again until it does")]
        public static partial void Unsent(ILogger logger, string target, string id, string cause);
    }
}
