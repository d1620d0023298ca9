using System.Globalization;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Probing;

namespace PixelShap.Video.Media.Files;

/// <summary>Makes of what FFmpeg says while it decodes a file the few sentences that a person should know.</summary>
internal sealed class DecodingLog(string path, MediaProbe probe)
{
    private readonly List<string> _warnings = [];
    private int _errors;
    private int _timestamps;

    /// <summary>The sentences.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            lock (_warnings)
            {
                return [.. _warnings];
            }
        }
    }

    /// <summary>How much could be read of a file that ends early; null for one that does not.</summary>
    public ClipRecovery? Recovery { get; private set; }

    /// <summary>Takes a line of FFmpeg's standard error.</summary>
    public void Add(string line)
    {
        if (line.Contains("Non-monotonous DTS", StringComparison.OrdinalIgnoreCase)
            || line.Contains("Non-monotonic DTS", StringComparison.OrdinalIgnoreCase))
        {
            Interlocked.Increment(ref _timestamps);
        }
        else if (line.Contains("[error]", StringComparison.Ordinal)
            || line.Contains("[fatal]", StringComparison.Ordinal)
            || line.Contains("corrupt", StringComparison.OrdinalIgnoreCase)
            || line.Contains("truncat", StringComparison.OrdinalIgnoreCase))
        {
            Interlocked.Increment(ref _errors);
        }
    }

    /// <summary>Says what had to be decided about a file that leaves it open.</summary>
    /// <param name="options">What the reader decided.</param>
    public void Assumed(FrameSourceOptions options)
    {
        string file = InputFile.Shown(path);
        if (probe.VideoTracks.Count > 1)
        {
            string others = string.Join(", ", probe.VideoTracks.Select((track, index) => $"{index + 1}: {track}").Where((_, index) => index != options.VideoTrack - 1));
            _warnings.Add(
                $"{file} has {probe.VideoTracks.Count} video tracks; track {options.VideoTrack} ({probe.VideoTracks[options.VideoTrack - 1]}) is read. --video-track takes another ({others}).");
        }

        if (probe is { IsBare: true, StatesRate: false } && options.FrameRate == 0)
        {
            _warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{file} is a bare {probe.Info.Codec} stream without times; {probe.Info.AverageFrameRate?.ToDouble() ?? 25:0.###} pictures a second were assumed. If that is wrong, say it with --fps."));
        }
    }

    /// <summary>Says what was found in a file without an index.</summary>
    /// <param name="seconds">The length of its pictures.</param>
    /// <param name="frames">Their number.</param>
    public void Salvaged(double seconds, long frames)
    {
        Recovery = new ClipRecovery(seconds, null, "pictures found without the index");
        lock (_warnings)
        {
            _warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{InputFile.Shown(path)} was cut off before its index was written: {frames} pictures ({seconds:F1} s) were found in it; times are even, the sound is lost."));
        }
    }

    /// <summary>Judges the whole.</summary>
    /// <param name="lastSeconds">The time of the last frame.</param>
    /// <param name="frames">The number of frames.</param>
    /// <param name="status">The exit status of FFmpeg.</param>
    /// <param name="requestedEnd">Where the reader wanted to stop.</param>
    public void Complete(double lastSeconds, long frames, int status, double? requestedEnd)
    {
        string file = InputFile.Shown(path);
        double start = probe.Info.StartTime.Seconds;
        double? end = probe.StreamEndSeconds ?? start + probe.Info.DurationSeconds;
        end = requestedEnd is { } requested && end > requested ? requested : end;
        double frameSeconds = probe.Info.AverageFrameRate is { } rate ? 1 / rate.ToDouble() : 0.1;
        bool damaged = _errors > 0 || status != 0;
        lock (_warnings)
        {
            if (damaged && end is { } stated && stated - lastSeconds > Math.Max(0.5, 3 * frameSeconds))
            {
                double read = lastSeconds - start + frameSeconds;
                Recovery = new ClipRecovery(Math.Min(read, stated - start), stated - start, "as far as it goes");
                _warnings.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file} ends early: its pictures stop at {lastSeconds - start:F1} s of {stated - start:F1} s ({frames} frames); the rest is missing."));
            }
            else if (damaged)
            {
                _warnings.Add($"{file} is damaged: FFmpeg reported {_errors} errors while decoding; pictures near them may show artefacts.");
            }

            if (_timestamps > 0)
            {
                _warnings.Add($"{file} holds {_timestamps} timestamps that do not ascend; those frames were moved to just after the frame before them.");
            }
        }
    }
}
