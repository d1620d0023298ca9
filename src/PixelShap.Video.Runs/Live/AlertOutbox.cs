using System.Text.Json;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Files;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Runs.Live;

/// <summary>
/// What is to be sent, on the disk until it is sent: each message reaches each target at least once, also when the target is down for hours or this program is killed. In order of time.
/// </summary>
public sealed partial class AlertOutbox : IAsyncDisposable
{
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
        bool isTold = false;
        try
        {
            while (true)
            {
                await _news[target.Name].WaitAsync(_stop.Token);
                foreach (string path in Directory.EnumerateFiles(Path.Combine(_folder, target.Name), "*.json").Order(StringComparer.Ordinal).ToArray())
                {
                    while (!await TrySendAsync(target, path, isTold))
                    {
                        isTold = true;
                        await Task.Delay(pause, _time, _stop.Token);
                        pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                    }

                    (pause, isTold) = (FirstPause, false);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // What is left is sent at the next start.
        }
    }

    private async Task<bool> TrySendAsync(IAlertTarget target, string path, bool isTold)
    {
        try
        {
            if (Read(await File.ReadAllTextAsync(path, _stop.Token)) is not { } message)
            {
                // Half a message, of a machine that lost its power: it will never be whole, and must not hold up the others.
                Log.Damaged(_logger, path);
                File.Move(path, path + ".damaged", overwrite: true);
                return true;
            }

            using (var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token))
            {
                patience.CancelAfter(Patience);
                await target.SendAsync(message, patience.Token);
                Interlocked.Increment(ref _sent);
            }

            File.Delete(path);
            return true;
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            // Whatever a target throws, the others and the camera go on.
            if (!isTold)
            {
                Log.Unsent(_logger, target.Name, Path.GetFileNameWithoutExtension(path), exception is OperationCanceledException ? "no answer" : exception.Message);
            }

            return false;
        }
    }

    private static AlertMessage? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<AlertMessage>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2060, LogLevel.Error, "The event {Id} is not sent to {Target}, because it cannot be kept: {Cause}")]
        public static partial void Unwritten(ILogger logger, string id, string target, string cause);

        [LoggerMessage(2063, LogLevel.Error, "{Path} is damaged and is not sent")]
        public static partial void Damaged(ILogger logger, string path);

        [LoggerMessage(2061, LogLevel.Warning, "{Target} does not take the event {Id} ({Cause}); it is tried again until it does")]
        public static partial void Unsent(ILogger logger, string target, string id, string cause);
    }
}
