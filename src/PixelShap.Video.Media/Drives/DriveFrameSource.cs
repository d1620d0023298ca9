using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Files;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Drives;

/// <summary>
/// The frames of a drive: one file after the other, each decoded by itself, with the PTS of the drive. A file that is damaged is shown as far as it goes; where pictures are
/// missing an epoch begins. At any time one file is open, so memory does not grow with their number.
/// </summary>
public sealed class DriveFrameSource : IRecordedFrames
{
    /// <summary>So much may be missing between two files without a word: the last picture of a file may stand longer than the others.</summary>
    private const double LongestHole = 0.5;

    private readonly ClipInput _drive;
    private readonly FrameSourceOptions _options;
    private readonly ILogger? _logger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _disposed = new();
    private readonly List<string> _warnings = [];
    private Task _reading = Task.CompletedTask;
    private double _lost;
    private int _reads;

    private DriveFrameSource(ClipInput drive, FrameSourceOptions options, VideoInfo info, ILogger? logger, TimeProvider time) =>
        (_drive, _options, Info, _logger, _time) = (drive, options, info, logger, time);

    /// <inheritdoc/>
    public VideoInfo Info { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            lock (_warnings)
            {
                return [.. _drive.Notes, .. _warnings];
            }
        }
    }

    /// <inheritdoc/>
    public ClipRecovery? Recovery => _lost <= 0 ? null : new ClipRecovery(Math.Max(0, Info.DurationSeconds!.Value - _lost), Info.DurationSeconds, "as far as it goes");

    /// <summary>Examines the first file that can be read; the others are opened when their turn comes.</summary>
    /// <param name="drive">The drive.</param>
    /// <param name="options">How to read; times are those of the drive.</param>
    /// <param name="cancellationToken">Ends the examination.</param>
    /// <param name="logger">Takes what FFmpeg says.</param>
    /// <param name="time">The clock. The default value is the system's.</param>
    /// <exception cref="PixelShapException">A file is not there, or none can be read.</exception>
    public static async Task<DriveFrameSource> OpenAsync(
        ClipInput drive, FrameSourceOptions options, CancellationToken cancellationToken, ILogger? logger = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(drive);
        ArgumentNullException.ThrowIfNull(options);
        PixelShapException? problem = null;
        foreach (DrivePart part in drive.Parts)
        {
            try
            {
                await using FfmpegFrameSource first = await FfmpegFrameSource.OpenAsync(part.Path, options, cancellationToken, logger, time);
                return new DriveFrameSource(drive, options, InfoOf(drive, first.Info), logger, time ?? TimeProvider.System);
            }
            catch (PixelShapException exception) when (exception.ExitCode == ExitCode.Input && File.Exists(part.Path))
            {
                problem ??= exception;
            }
        }

        throw problem!;
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
            var epoch = new Epoch(0, _time.GetUtcNow(), "start") { GoesOn = true };
            long index = 0;
            MediaTime? last = null;
            for (int i = 0; i < _drive.Parts.Count; i++)
            {
                DrivePart part = _drive.Parts[i];
                MediaTime? until = part.End ?? (i + 1 < _drive.Parts.Count ? _drive.Parts[i + 1].Begin : null);
                if (part.Begin.Seconds >= _options.ToSeconds || until?.Seconds <= _options.FromSeconds)
                {
                    continue;
                }

                if (last is { } before && (part.IsAfterGap || part.Begin.Seconds - before.Seconds > LongestHole))
                {
                    epoch = new Epoch(epoch.Number + 1, epoch.StartedAt, $"pictures are missing before {Path.GetFileName(part.Path)}") { GoesOn = true };
                }

                // A tick behind the last frame, whatever the files state of their ends.
                MediaTime least = last is { } shown && shown >= part.Begin ? new MediaTime(shown.Ticks + 1, shown.TimeBase) : part.Begin;
                await using IAsyncEnumerator<Frame> frames = ReadAsync(part, i, new FramePlace(epoch, index, part.Shift, least), either.Token).GetAsyncEnumerator(either.Token);
                while (await NextAsync(frames, part, index == 0 && i == _drive.Parts.Count - 1))
                {
                    (index, last) = (frames.Current.Index + 1, frames.Current.Pts);
                    yield return frames.Current;
                }
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
        _disposed.Dispose();
    }

    private async IAsyncEnumerable<Frame> ReadAsync(DrivePart part, int number, FramePlace place, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        double shift = part.Shift.Seconds;

        // What another file has shown already need not be decoded; a second is kept for what rounding takes.
        double? from = Latest(_options.FromSeconds - shift, number > 0 && part.Begin.Seconds - shift > 1 ? part.Begin.Seconds - shift - 1 : null);
        FrameSourceOptions options = _options with
        {
            FromSeconds = from,
            ToSeconds = _options.ToSeconds is { } to && !(part.End?.Seconds <= to) ? to - shift : null,
            FrameRate = part.FrameRate > 0 ? part.FrameRate : _options.FrameRate,
            Size = _options.Size ?? (Info.Width, Info.Height),
            Place = place,
        };
        await using FfmpegFrameSource source = await FfmpegFrameSource.OpenAsync(part.Path, options, cancellationToken, _logger, _time);
        int known = number == 0 ? 0 : source.Warnings.Count;
        await foreach (Frame frame in source.ReadAsync(cancellationToken))
        {
            yield return frame;
        }

        lock (_warnings)
        {
            // What had to be decided about a file is said of the first: the others are of the same camera.
            _warnings.AddRange(source.Warnings.Skip(known));
        }

        if (source.Recovery is { PromisedSeconds: { } promised } recovery)
        {
            _lost += promised - recovery.RecoveredSeconds;
        }
    }

    /// <summary>The next frame of a file. One that is there and cannot be read is a gap; one that is gone ends the reading, for a run with it would end otherwise.</summary>
    private async ValueTask<bool> NextAsync(IAsyncEnumerator<Frame> frames, DrivePart part, bool isOnlyHope)
    {
        try
        {
            return await frames.MoveNextAsync();
        }
        catch (PixelShapException problem) when (problem.ExitCode == ExitCode.Input && File.Exists(part.Path) && !isOnlyHope)
        {
            lock (_warnings)
            {
                _warnings.Add($"{problem.Message.TrimEnd('.')}; there is a gap in its place.");
            }

            _lost += part.End is { } end ? end.Seconds - part.Begin.Seconds : 0;
            return false;
        }
    }

    private static double? Latest(double? one, double? other) => one is { } a && other is { } b ? Math.Max(a, b) : one ?? other;

    private static VideoInfo InfoOf(ClipInput drive, VideoInfo first)
    {
        (DrivePart begin, DrivePart last) = (drive.Parts[0], drive.Parts[^1]);
        double seconds = (last.End ?? last.Begin).Seconds - begin.Begin.Seconds;
        double pictures = drive.Parts.Sum(part => part.End is { } end ? end.Seconds - part.Begin.Seconds : 0);
        return first with
        {
            TimeBase = begin.Begin.TimeBase,
            DurationSeconds = seconds,
            ApproximateFrameCount = (long?)Math.Round(pictures * (first.AverageFrameRate?.ToDouble() ?? 0)) is > 0 and var count ? count : null,
            StartTime = new MediaTime((long)Math.Round(begin.Begin.Seconds * 1e6), new Rational(1, 1_000_000)),
        };
    }
}
