using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Video.Frames;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Live;

/// <summary>
/// The frames of a live stream: <c>rtsp://</c>, <c>rtsps://</c>, and also <c>http(s)://</c> and <c>udp://</c>. A stream that is lost or goes silent is
/// connected again, with a new <see cref="Epoch"/> that says why; the size of the frames may be another then.
/// </summary>
public sealed partial class RtspFrameSource : IFrameSource
{
    /// <summary>The last attempt gets this long even when less is left: a shorter one only hides what was wrong.</summary>
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromSeconds(3);
    private readonly LiveAddress _address;
    private readonly RtspOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Backoff _backoff;
    private readonly CancellationTokenSource _disposed = new();
    private readonly List<string> _recordings = [];
    private LiveConnection? _connection;
    private Task _reading = Task.CompletedTask;
    private int _reads;
    private int _epochs;

    private RtspFrameSource(LiveAddress address, RtspOptions options, ILogger? logger, TimeProvider? time)
    {
        _address = address;
        _options = options;
        _logger = logger ?? NullLogger.Instance;
        _time = time ?? TimeProvider.System;
        _backoff = new Backoff(options.FirstPause, options.LongestPause, options.Seed);
        Info = new VideoInfo { Width = 0, Height = 0, TimeBase = new Rational(1, 1), Codec = string.Empty };
    }

    /// <summary>Raised on every change of <see cref="State"/>, on the thread that made it; handlers must be quick.</summary>
    public event EventHandler<StreamStateChangedEventArgs>? StateChanged;

    /// <summary>What is known of the stream in the current epoch.</summary>
    public VideoInfo Info { get; private set; }

    /// <summary>What the stream is doing.</summary>
    public StreamState State { get; private set; } = StreamState.Stopped;

    /// <summary>The files that took the stream, one per epoch.</summary>
    public IReadOnlyList<string> Recordings
    {
        get
        {
            lock (_recordings)
            {
                return [.. _recordings];
            }
        }
    }

    /// <summary>Prepares a source without connecting, so that <see cref="StateChanged"/> can be observed from the beginning.</summary>
    /// <param name="address">For example <c>rtsp://user:password@192.168.1.20:554/stream</c>; credentials never appear in messages.</param>
    /// <param name="options">How to read.</param>
    /// <param name="logger">Takes changes of state and what FFmpeg says.</param>
    /// <param name="time">The clock. The default value is the system's.</param>
    /// <exception cref="PixelShapException">This is no address of a live stream.</exception>
    public static RtspFrameSource Create(string address, RtspOptions options, ILogger? logger = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        LiveAddress parsed = LiveAddress.Parse(address);
        parsed.Check();
        return new RtspFrameSource(parsed, options, logger, time);
    }

    /// <summary>Makes the first connection.</summary>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <exception cref="PixelShapException">No picture came within <see cref="RtspOptions.ConnectTimeout"/>, or the credentials are wrong.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is not null)
        {
            return;
        }

        SetState(StreamState.Connecting, "start");
        try
        {
            _connection = await ConnectAsync(_options.ConnectTimeout, cancellationToken);
            Info = _connection.Info;
        }
        catch
        {
            SetState(StreamState.Stopped, "no connection");
            throw;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Frame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _reads, 1) != 0)
        {
            throw new InvalidOperationException("The frames of a source can be read once.");
        }

        var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reading = finished.Task;
        string stopped = "reading ended";
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
            await ConnectAsync(either.Token);
            string reason = "start";
            Epoch? epoch = null;
            for (long index = 0; ;)
            {
                Frame? frame = null;
                try
                {
                    frame = await _connection!.ReadAsync(
                        pts => new FrameHeader(index, epoch ??= NewEpoch(reason), pts, Info.Width, Info.Height, _options.Format), either.Token);
                    if (frame is null)
                    {
                        stopped = "the stream came to its end";
                        yield break;
                    }
                }
                catch (LiveStreamException lost)
                {
                    epoch = null;
                    reason = stopped = lost.Message;
                    await ReconnectAsync(lost, either.Token);
                }

                if (frame is not null)
                {
                    SetState(StreamState.Streaming, reason);
                    _backoff.Reset();
                    index++;
                    yield return frame;
                }
            }
        }
        finally
        {
            await DropConnectionAsync();
            SetState(StreamState.Stopped, stopped);
            finished.SetResult();
        }
    }

    /// <summary>Ends the stream; no process is left behind.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        await _reading;
        await DropConnectionAsync();
        SetState(StreamState.Stopped, "closed");
    }

    private async Task ReconnectAsync(LiveStreamException lost, CancellationToken cancellationToken)
    {
        if (lost.IsStall)
        {
            SetState(StreamState.Stalled, lost.Message);
        }

        await DropConnectionAsync();
        SetState(StreamState.Reconnecting, lost.Message);
        if (lost.IsFinal)
        {
            throw Failure(lost.Message, lost);
        }

        await Task.Delay(_backoff.Next(), _time, cancellationToken);
        _connection = await ConnectAsync(_options.ReconnectTimeout, cancellationToken);
        Info = _connection.Info;
    }

    /// <summary>Tries until it succeeds, the time is over or trying again cannot help.</summary>
    private async Task<LiveConnection> ConnectAsync(TimeSpan? limit, CancellationToken cancellationToken)
    {
        long begin = _time.GetTimestamp();
        bool isFirst = _connection is null && _epochs == 0;
        string told = "";
        while (true)
        {
            TimeSpan left = (limit ?? TimeSpan.MaxValue) - _time.GetElapsedTime(begin);
            TimeSpan attempt = TimeSpan.FromTicks(Math.Min(_options.AttemptTimeout.Ticks, Math.Max(left.Ticks, ShortestAttempt.Ticks)));
            try
            {
                string? recording = NextRecording();
                LiveConnection connection = await LiveConnection.OpenAsync(
                    _address, _options, attempt, recording, _time, line => Log.Ffmpeg(_logger, line), cancellationToken);
                if (recording is not null)
                {
                    lock (_recordings)
                    {
                        _recordings.Add(recording);
                    }
                }

                return connection;
            }
            catch (LiveStreamException error)
            {
                TimeSpan pause = _backoff.Next();
                if (error.IsFinal || (isFirst && error.IsFinalAtFirst) || (limit is not null && _time.GetElapsedTime(begin) + pause >= limit))
                {
                    throw Failure(error.Message, error);
                }

                if (told != error.Message)
                {
                    Log.AttemptFailed(_logger, _address.Shown, error.Message, pause.TotalSeconds);
                    told = error.Message;
                }

                await Task.Delay(pause, _time, cancellationToken);
            }
        }
    }

    private PixelShapException Failure(string reason, Exception cause) => new(
        ExitCode.Input,
        $"The stream {_address.Shown} cannot be read: {reason}.",
        "Check the address, the user and the password, and that the camera is on; `ffplay` with the same address shows whether it works at all.",
        cause);

    private Epoch NewEpoch(string reason) => new(_epochs++, _time.GetUtcNow(), reason);

    private string? NextRecording()
    {
        if (_options.RecordingFolder is null)
        {
            return null;
        }

        Directory.CreateDirectory(_options.RecordingFolder);
        string now = _time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'.'fff'Z'", CultureInfo.InvariantCulture);
        return Path.Combine(_options.RecordingFolder, string.Create(CultureInfo.InvariantCulture, $"epoch-{_epochs:0000}-{now}.mkv"));
    }

    private async ValueTask DropConnectionAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await connection.DisposeAsync();
        }
    }

    private void SetState(StreamState state, string reason)
    {
        if (State != state)
        {
            State = state;
            Log.StateChanged(_logger, _address.Shown, state, reason);
            StateChanged?.Invoke(this, new StreamStateChangedEventArgs(state, reason));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2020, LogLevel.Information, "{Address} is {State}: {Reason}")]
        public static partial void StateChanged(ILogger logger, string address, StreamState state, string reason);

        [LoggerMessage(2021, LogLevel.Warning, "{Address}: {Reason}; the next attempt is in {Seconds:F1} s")]
        public static partial void AttemptFailed(ILogger logger, string address, string reason, double seconds);

        [LoggerMessage(2022, LogLevel.Debug, "ffmpeg: {Line}")]
        public static partial void Ffmpeg(ILogger logger, string line);
    }
}
