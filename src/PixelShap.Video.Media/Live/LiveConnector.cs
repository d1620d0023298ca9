using Microsoft.Extensions.Logging;

namespace PixelShap.Video.Media.Live;

/// <summary>Makes the connections of one stream: how often it is tried, and when it is given up.</summary>
/// <param name="address">Where to.</param>
/// <param name="options">How.</param>
/// <param name="status">Is told what was wrong.</param>
/// <param name="logger">Takes the same.</param>
/// <param name="time">The clock.</param>
internal sealed partial class LiveConnector(LiveAddress address, RtspOptions options, StreamStatus status, ILogger logger, TimeProvider time)
{
    /// <summary>The last attempt gets this long even when less is left: a shorter one only hides what was wrong.</summary>
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromSeconds(3);

    private readonly Backoff _losses = new(options.FirstPause, options.LongestPause, options.Seed);
    private readonly Backoff _refusals = new(options.RefusedPause, options.LongestRefusedPause, options.Seed);
    private bool _isUnrecordable;

    /// <summary>The pause after a loss. A refused user is not tried often: cameras lock out who does that.</summary>
    public TimeSpan PauseAfter(LiveStreamException error) => error.Kind == LossKind.Refused ? _refusals.Next() : _losses.Next();

    /// <summary>The stream is well: pauses begin anew.</summary>
    public void Forget()
    {
        _losses.Reset();
        _refusals.Reset();
    }

    /// <summary>Tries until it succeeds, the time is over, or trying again cannot help whoever has just started it.</summary>
    /// <param name="limit">How long; null for ever.</param>
    /// <param name="isFirst">Whether somebody waits for the very first picture.</param>
    /// <param name="epoch">The number of the connection.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PixelShapException">It was given up.</exception>
    public async Task<LiveConnection> OpenAsync(TimeSpan? limit, bool isFirst, int epoch, CancellationToken cancellationToken)
    {
        long begin = time.GetTimestamp();
        string told = "";
        while (true)
        {
            TimeSpan left = (limit ?? TimeSpan.MaxValue) - time.GetElapsedTime(begin);
            TimeSpan attempt = TimeSpan.FromTicks(Math.Min(options.AttemptTimeout.Ticks, Math.Max(left.Ticks, ShortestAttempt.Ticks)));
            try
            {
                return await LiveConnection.OpenAsync(
                    address, options, attempt, _isUnrecordable ? null : options.Recorder, epoch, time, line => Log.Ffmpeg(logger, line), cancellationToken);
            }
            catch (LiveStreamException error) when (error.Kind == LossKind.Unrecordable && !_isUnrecordable)
            {
                _isUnrecordable = true;
                Log.Unrecordable(logger, address.Shown, error.Message);
            }
            catch (LiveStreamException error)
            {
                TimeSpan pause = PauseAfter(error);
                if ((isFirst && error.Kind is (LossKind.Refused or LossKind.Foreign)) || (limit is not null && time.GetElapsedTime(begin) + pause >= limit))
                {
                    throw Failure(error.Message, error);
                }

                status.Explain(error.Kind == LossKind.Refused ? $"{error.Message}; tried again in {pause.TotalMinutes:0} min, because cameras lock out who tries too often" : error.Message);
                if (told != error.Message)
                {
                    Log.AttemptFailed(logger, address.Shown, error.Message, pause.TotalSeconds);
                    told = error.Message;
                }

                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private PixelShapException Failure(string reason, Exception cause) => new(
        ExitCode.Input,
        $"The stream {address.Shown} cannot be read: {reason}.",
        "Check the address, the user and the password, and that the camera is on; `ffplay` with the same address shows whether it works at all.",
        cause);

    private static partial class Log
    {
        [LoggerMessage(2021, LogLevel.Warning, "{Address}: {Reason}; the next attempt is in {Seconds:F1} s")]
        public static partial void AttemptFailed(ILogger logger, string address, string reason, double seconds);

        [LoggerMessage(2022, LogLevel.Debug, "ffmpeg: {Line}")]
        public static partial void Ffmpeg(ILogger logger, string line);

        [LoggerMessage(2024, LogLevel.Warning, "{Address} is analysed and not recorded: {Reason}")]
        public static partial void Unrecordable(ILogger logger, string address, string reason);
    }
}
