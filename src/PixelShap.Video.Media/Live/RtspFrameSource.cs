using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Video.Frames;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Live;

/// <summary>
/// The frames of a live stream: <c>rtsp://</c>, <c>rtsps://</c>, and also <c>http(s)://</c> and <c>udp://</c>. A stream that is lost or goes silent is
/// connected again, with a new <see cref="Epoch"/> that says why; the size of the frames may be another then. Frames that nobody takes in time are dropped, the oldest first.
/// </summary>
public sealed partial class RtspFrameSource : IFrameSource
{

    /// <summary>A connection that held this long was a good one: the pauses begin anew. One that brings a picture and breaks off, again and again, is not hammered.</summary>
    private static readonly TimeSpan GoodConnection = TimeSpan.FromSeconds(10);

    /// <summary>As many as FFmpeg reads before the first picture and brings all at once. The analysis takes them at once, too; only where it does not they wait, and the newest wins.</summary>
    private const int WaitingFrames = 16;

    private readonly LiveAddress _address;
    private readonly RtspOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LiveConnector _connector;
    private readonly StreamStatus _status;
    private readonly CancellationTokenSource _disposed = new();
    private LiveConnection? _connection;
    private Task _reading = Task.CompletedTask;
    private long _connectedAt;
    private long _handedOverAt;
    private long _received;
    private long _dropped;
    private long _repaired;
    private int _reconnects;
    private int _reads;
    private int _epochs;

    private RtspFrameSource(LiveAddress address, RtspOptions options, ILogger? logger, TimeProvider? time)
    {
        _address = address;
        _options = options;
        _logger = logger ?? NullLogger.Instance;
        _time = time ?? TimeProvider.System;
        _status = new StreamStatus((state, reason) =>
        {
            Log.StateChanged(_logger, _address.Shown, state, reason);
            StateChanged?.Invoke(this, new StreamStateChangedEventArgs(state, reason));
        });
        _connector = new LiveConnector(address, options, _status, _logger, _time);
        Info = new VideoInfo { Width = 0, Height = 0, TimeBase = new Rational(1, 1), Codec = string.Empty };
    }

    /// <summary>Raised on every change of <see cref="State"/>, on the thread that made it; handlers must be quick.</summary>
    public event EventHandler<StreamStateChangedEventArgs>? StateChanged;

    /// <summary>What is known of the stream in the current epoch.</summary>
    public VideoInfo Info { get; private set; }

    /// <summary>What the stream is doing.</summary>
    public StreamState State => _status.State;

    /// <summary>Why it does that, for people, without credentials.</summary>
    public string Reason => _status.Reason;

    /// <summary>What it has come to so far.</summary>
    public StreamCounts Counts => new(Interlocked.Read(ref _received), Interlocked.Read(ref _dropped), Volatile.Read(ref _reconnects), Interlocked.Read(ref _repaired));

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

        _status.Set(StreamState.Connecting, "start");
        try
        {
            await OpenAsync(_options.IsPatient ? null : _options.ConnectTimeout, cancellationToken);
        }
        catch (Exception exception)
        {
            _status.Set(StreamState.Ended, exception is PixelShapException ? exception.Message : "no connection");
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
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        Channel<Frame>? frames = null;
        Task<string> pump = Task.FromResult("reading ended");
        try
        {
            await ConnectAsync(either.Token);
            bool hasEnd = _connection!.HasEnd;
            frames = Channel.CreateBounded<Frame>(
                new BoundedChannelOptions(WaitingFrames) { SingleReader = true, SingleWriter = true, FullMode = hasEnd ? BoundedChannelFullMode.Wait : BoundedChannelFullMode.DropOldest }, GiveUp);
            pump = PumpAsync(frames.Writer, hasEnd, either.Token);
            await foreach (Frame frame in frames.Reader.ReadAllAsync(either.Token))
            {
                Interlocked.Exchange(ref _handedOverAt, _time.GetTimestamp());
                yield return frame;
                Interlocked.Exchange(ref _handedOverAt, 0);
            }
        }
        finally
        {
            await either.CancelAsync();
            string stopped = await pump;
            while (frames is not null && frames.Reader.TryRead(out Frame? left))
            {
                GiveUp(left);
            }

            await DropConnectionAsync();
            _status.Set(StreamState.Ended, stopped);
            finished.SetResult();
        }
    }

    /// <summary>How long whoever reads has been busy with a frame; nothing while he waits for one.</summary>
    private TimeSpan Busy() => Interlocked.Read(ref _handedOverAt) is not 0 and var since ? _time.GetElapsedTime(since) : TimeSpan.Zero;

    private void GiveUp(Frame frame)
    {
        Interlocked.Increment(ref _dropped);
        frame.Dispose();
    }

    /// <summary>
    /// Reads whatever comes, whether it is taken or not: a stream that nobody reads would hold up the camera, or the recording of it. What cannot go on is thrown to the reader.
    /// </summary>
    /// <returns>Why it ended.</returns>
    private async Task<string> PumpAsync(ChannelWriter<Frame> frames, bool hasEnd, CancellationToken cancellationToken)
    {
        await using ITimer quiet = _time.CreateTimer(
            _ => _status.Set(StreamState.Streaming, StreamState.Quiet, $"no frame for {_options.QuietAfter.TotalSeconds:0.#} s"), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        string reason = "start";
        Epoch? epoch = null;
        TimestampRepair? repair = null;
        try
        {
            for (long index = 0; ;)
            {
                Frame? frame;
                try
                {
                    quiet.Change(_options.QuietAfter, Timeout.InfiniteTimeSpan);
                    frame = await _connection!.ReadAsync(
                        pts => new FrameHeader(index, epoch ??= NewEpoch(reason), hasEnd ? pts : Repaired(repair ??= new TimestampRepair(pts.TimeBase), pts), Info.Width, Info.Height, _options.Format)
                        {
                            ReceivedAt = _time.GetTimestamp(),
                        },
                        cancellationToken);
                }
                catch (LiveStreamException lost)
                {
                    (epoch, repair, reason) = (null, null, lost.Message);
                    await ReconnectAsync(lost, cancellationToken);
                    continue;
                }
                finally
                {
                    quiet.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                }

                if (frame is null)
                {
                    frames.TryComplete();
                    return "the stream came to its end";
                }

                index++;
                Interlocked.Increment(ref _received);
                TimeSpan busy = Busy();
                if (!hasEnd && busy >= _options.BlockedAfter)
                {
                    _status.Set(StreamState.Blocked, $"the analysis has taken no frame for {busy.TotalSeconds:0.#} s");
                }
                else
                {
                    _status.Set(StreamState.Streaming, State == StreamState.Blocked ? "the analysis takes frames again" : State == StreamState.Quiet ? "a frame came" : reason);
                }

                if (_time.GetElapsedTime(_connectedAt) >= GoodConnection)
                {
                    _connector.Forget();
                }

                await frames.WriteAsync(frame, cancellationToken);
            }
        }
        catch (Exception exception)
        {
            frames.TryComplete(exception);
            return exception is PixelShapException ? reason : "reading ended";
        }
    }

    /// <summary>The time of a frame on one clock that only goes ahead.</summary>
    private MediaTime Repaired(TimestampRepair repair, MediaTime pts)
    {
        (long ticks, TimestampFault fault) = repair.Next(pts.Ticks, _time.GetElapsedTime(_connectedAt));
        if (fault != TimestampFault.None)
        {
            Interlocked.Increment(ref _repaired);
            Log.TimeRepaired(_logger, _address.Shown, fault, pts.Seconds, new MediaTime(ticks, pts.TimeBase).Seconds);
        }

        return pts with { Ticks = ticks };
    }

    /// <summary>Ends the stream; no process is left behind.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        await _reading;
        await DropConnectionAsync();
        _status.Set(StreamState.Ended, "closed");
    }

    private async Task ReconnectAsync(LiveStreamException lost, CancellationToken cancellationToken)
    {
        if (lost.Kind == LossKind.Stalled)
        {
            _status.Set(StreamState.Stalled, lost.Message);
        }

        await DropConnectionAsync();
        Interlocked.Increment(ref _reconnects);
        _status.Set(StreamState.Reconnecting, lost.Message);
        await Task.Delay(_connector.PauseAfter(lost), _time, cancellationToken);
        await OpenAsync(_options.ReconnectTimeout, cancellationToken);
    }

    private async Task OpenAsync(TimeSpan? limit, CancellationToken cancellationToken)
    {
        _connection = await _connector.OpenAsync(limit, isFirst: _epochs == 0 && !_options.IsPatient, _epochs, cancellationToken);
        _connectedAt = _time.GetTimestamp();
        Info = _connection.Info;
    }

    private Epoch NewEpoch(string reason) => new(_epochs++, _time.GetUtcNow(), reason);

    private async ValueTask DropConnectionAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await connection.DisposeAsync();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2020, LogLevel.Information, "{Address} is {State}: {Reason}")]
        public static partial void StateChanged(ILogger logger, string address, StreamState state, string reason);

        [LoggerMessage(2023, LogLevel.Warning, "{Address}: the clock of the stream is {Fault}: it says {Said:F3} s, which counts as {Taken:F3} s")]
        public static partial void TimeRepaired(ILogger logger, string address, TimestampFault fault, double said, double taken);
    }
}
