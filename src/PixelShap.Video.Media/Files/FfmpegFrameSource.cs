using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Nut;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Media.Processes;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Files;

/// <summary>
/// The frames of a video file, upright and with square pixels, each with the PTS that the file gives it. Memory does not grow with the length.
/// A file that is damaged or ends early delivers all frames that can be decoded; <see cref="Warnings"/> then says what was wrong.
/// </summary>
public sealed partial class FfmpegFrameSource : IRecordedFrames
{
    private readonly string _path;
    private readonly FrameSourceOptions _options;
    private readonly FfmpegTools _tools;
    private readonly MediaProbe _probe;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _disposed = new();
    private readonly DecodingLog _decoding;
    private NutVideoStream? _video;
    private long _lastTicks = long.MinValue;
    private int _reads;
    private Task _reading = Task.CompletedTask;
    private SalvagedFile? _salvaged;

    private FfmpegFrameSource(string path, FrameSourceOptions options, FfmpegTools tools, MediaProbe probe, TimeProvider time, ILogger logger)
    {
        _path = path;
        _options = options;
        _tools = tools;
        _probe = probe;
        _time = time;
        _logger = logger;
        _decoding = new DecodingLog(path, probe);
    }

    /// <inheritdoc/>
    public VideoInfo Info => _probe.Info;

    /// <summary>What was wrong with the file, one sentence each, for people; complete when all frames have been read.</summary>
    public IReadOnlyList<string> Warnings => _decoding.Warnings;

    /// <summary>How much could be read of a file that ends early; null for one that is whole, and before all frames have been read.</summary>
    public ClipRecovery? Recovery => _decoding.Recovery;

    /// <summary>Examines a file; the frames are decoded when they are read.</summary>
    /// <param name="path">The path of a local file; any name is taken literally.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellationToken">Ends the examination.</param>
    /// <param name="logger">Takes what FFmpeg says.</param>
    /// <param name="time">The clock. The default value is the system's.</param>
    /// <exception cref="PixelShapException">The file is no readable video (<see cref="ExitCode.Input"/>), or FFmpeg is missing
    /// (<see cref="ExitCode.Failed"/>).</exception>
    public static async Task<FfmpegFrameSource> OpenAsync(
        string path, FrameSourceOptions options, CancellationToken cancellationToken, ILogger? logger = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        FfmpegTools tools = options.Tools ?? FfmpegTools.Locate();
        time ??= TimeProvider.System;
        InputFile.Check(path);
        if (SalvagedFile.Of(path, cancellationToken) is not { } salvaged)
        {
            MediaProbe probe = await MediaProbe.ReadAsync(path, tools, time, cancellationToken, options.VideoTrack);
            if (options.FrameRate > 0 && !probe.IsBare)
            {
                throw new PixelShapException(
                    ExitCode.Usage, $"{InputFile.Shown(path)} has times of its own, so the number of pictures a second cannot be set.",
                    "Leave --fps (clip.frame_rate) out: it is for bare H.264 and HEVC streams.");
            }

            var source = new FfmpegFrameSource(path, options, tools, probe, time, logger ?? NullLogger.Instance);
            source._decoding.Assumed(options);
            return source;
        }

        try
        {
            MediaProbe probe = await MediaProbe.ReadAsync(salvaged.Path, tools, time, cancellationToken);
            return new FfmpegFrameSource(path, options, tools, probe, time, logger ?? NullLogger.Instance) { _salvaged = salvaged };
        }
        catch
        {
            salvaged.Dispose();
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
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
            await using ChildProcess decoder = await ChildProcess.StartAsync(_tools, _tools.Ffmpeg, Arguments(), onErrorLine: OnErrorLine);
            var reader = new NutReader(decoder.StandardOutput);
            FramePlace? place = _options.Place;
            Epoch epoch = place?.Epoch ?? new Epoch(0, _time.GetUtcNow(), "start");
            long index = 0;
            MediaTime last = default;
            while (await ReadFrameAsync(reader, epoch, (place?.FirstIndex ?? 0) + index, either.Token) is { } frame)
            {
                last = new MediaTime(_lastTicks, Info.TimeBase);
                if (place is not null && frame.Pts < place.Least)
                {
                    frame.Dispose();
                    continue;
                }

                index++;
                yield return frame;
            }

            int status = await decoder.WaitAsync(either.Token);
            if (_lastTicks == long.MinValue && (status != 0 || From is null))
            {
                throw InputErrors.Explain(_path, decoder.Errors);
            }

            if (status >= 128)
            {
                throw Broken($"FFmpeg was ended from outside (status {status}) after {index} frames", null);
            }

            if (_salvaged is null)
            {
                _decoding.Complete(last.Seconds, index, status, _options.ToSeconds);
            }
            else if (From is null && _options.ToSeconds is null)
            {
                _decoding.Salvaged(last.Seconds + (1 / SalvagedRate), index);
            }
        }
        finally
        {
            finished.SetResult();
        }
    }

    /// <summary>Stops reading, also in the middle; no process is left behind.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        await _reading;
        _salvaged?.Dispose();
    }

    /// <returns>The next frame; null at the end of what FFmpeg delivers.</returns>
    private async ValueTask<Frame?> ReadFrameAsync(NutReader reader, Epoch epoch, long index, CancellationToken cancellationToken)
    {
        Frame? frame = null;
        bool complete = false;
        try
        {
            _video ??= await reader.ReadHeadersAsync(cancellationToken);
            if (_video is null || await reader.ReadFrameHeaderAsync(cancellationToken) is not { } header)
            {
                return null;
            }

            // NUT refines the time base of the file, so the way back is exact. Times that repeat in the file are told apart by a tick.
            MediaTime counted = new MediaTime(header.Pts, _video.TimeBase).Rescale(Info.TimeBase);
            _lastTicks = Math.Max(_lastTicks + 1, counted.Ticks + Offset.Rescale(Info.TimeBase).Ticks);
            var pts = new MediaTime(_lastTicks, Info.TimeBase);
            pts = _options.Place?.Placed(pts) ?? pts;
            frame = _options.Pool.Rent(new FrameHeader(index, epoch, pts, _video.Width, _video.Height, _options.Format));
            if (frame.Pixels.Length != header.Size)
            {
                throw new NutFormatException($"A frame of {header.Size} bytes came instead of {frame.Pixels.Length}.");
            }

            complete = await reader.ReadPixelsAsync(frame.Pixels, cancellationToken);
            return complete ? frame : null;
        }
        catch (NutFormatException error)
        {
            throw Broken($"FFmpeg delivered something unreadable after {index} frames", error);
        }
        finally
        {
            if (!complete)
            {
                frame?.Dispose();
            }
        }
    }

    private PixelShapException Broken(string what, Exception? cause) => new(
        ExitCode.Failed,
        $"{what} of {InputFile.Shown(_path)}.",
        "Check that the machine has enough memory, then run the same command again; it goes on where it stopped.",
        cause);

    /// <summary>
    /// What is added to FFmpeg's times to get the file's. FFmpeg counts from where it starts to read, so that no time is negative, which
    /// NUT cannot hold. The microsecond keeps it from moving the clock once more for the streams that are not read (it does so for
    /// MPEG-TS when its offset is exactly the start of the container).
    /// </summary>
    private MediaTime Offset => new((SeeksFrom is { } from ? from.Ticks : Info.StartTime.Ticks) - 1, Info.StartTime.TimeBase);

    /// <summary>The start of the excerpt where the container has an index to seek with; others are decoded from the beginning, because a seek into
    /// them lands between keyframes.</summary>
    private MediaTime? SeeksFrom => IsIndexed ? From : null;

    private bool IsIndexed => Info.Container.StartsWith("mov", StringComparison.Ordinal) || Info.Container.StartsWith("matroska", StringComparison.Ordinal);

    /// <summary>The rate that is said, or that the pictures themselves state; 30 a second where they do not.</summary>
    private double SalvagedRate => _options.FrameRate > 0 ? _options.FrameRate : Info.AverageFrameRate is { } rate && rate.ToDouble() is >= 1 and <= 240 ? rate.ToDouble() : 30;

    private MediaTime? From => _options.FromSeconds is { } seconds && seconds > Info.StartTime.Seconds
        ? new MediaTime((long)Math.Round(seconds * 1e6), Info.StartTime.TimeBase)
        : null;

    private IEnumerable<string> Arguments()
    {
        List<string> arguments = ["-nostdin", "-hide_banner", "-nostats", "-v", "level+warning"];
        if (SeeksFrom is { } from)
        {
            // Relative to the start of the container.
            arguments.AddRange(["-ss", Seconds(from.Seconds - Info.StartTime.Seconds)]);
        }

        if (_options.ToSeconds is { } to && _salvaged is null && _options.FrameRate == 0)
        {
            arguments.AddRange(["-to", Seconds(Math.Max(0, to - Info.StartTime.Seconds))]);
        }

        // A stream without a container has no times: its pictures are shown at an even rate.
        double? rate = _salvaged is not null ? SalvagedRate : _options.FrameRate > 0 ? _options.FrameRate : null;
        string trim = rate is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"setpts=N/({rate}*TB),");
        trim += From is { } first && !IsIndexed ? $"trim=start={Seconds(first.Seconds - Info.StartTime.Seconds)}," : string.Empty;
        trim += rate is not null && _salvaged is null && _options.ToSeconds is { } last ? $"trim=end={Seconds(last)}," : string.Empty;
        (int width, int height) = _options.Size ?? (Info.Width, Info.Height);
        string matrix = _probe.ColorSpace is null && Info.Height >= 720 ? ":in_color_matrix=bt709" : string.Empty;
        matrix += _options.Format == PixelFormat.Yuv420 ? ":out_color_matrix=bt709:out_range=tv" : string.Empty;
        return
        [
            .. arguments,
            "-itsoffset", "0.000001",
            .. InputFile.Arguments(_salvaged?.Path ?? _path),
            "-map", string.Create(CultureInfo.InvariantCulture, $"0:{_probe.VideoStream}"),
            "-vf", string.Create(CultureInfo.InvariantCulture, $"{trim}scale={width}:{height}{matrix},setsar=1"),
            "-fps_mode", "passthrough", "-enc_time_base", $"{Info.TimeBase.Numerator}:{Info.TimeBase.Denominator}",
            "-c:v", "rawvideo", "-pix_fmt", _options.Format switch { PixelFormat.Bgr24 => "bgr24", PixelFormat.Yuv420 => "yuv420p", _ => "bgr0" },
            "-map_metadata", "-1", "-map_chapters", "-1", "-write_index", "0", "-avioflags", "direct",
            "-f", "nut", "pipe:1",
        ];
    }

    private static string Seconds(double value) => value.ToString("F6", CultureInfo.InvariantCulture);

    private void OnErrorLine(string line)
    {
        _decoding.Add(line);
        Log.Ffmpeg(_logger, line);
    }

    private static partial class Log
    {
        [LoggerMessage(2000, LogLevel.Debug, "ffmpeg: {Line}")]
        public static partial void Ffmpeg(ILogger logger, string line);
    }
}
