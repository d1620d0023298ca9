using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Facts;
using PixelShap.Video.Media.Names;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Media.Processes;
using PixelShap.Video.Media.Telemetry;

namespace PixelShap.Video.Media.Drives;

/// <summary>All that can be said of a file without decoding it.</summary>
/// <param name="Path">The file.</param>
public sealed record ClipSurvey(string Path)
{
    /// <summary>Its pictures; null when they cannot be read.</summary>
    public VideoInfo? Video { get; private init; }

    /// <summary>The same with all that joining files needs; null when the pictures cannot be read.</summary>
    internal MediaProbe? Probe { get; private init; }

    /// <summary>How many pictures there are in a file that does not say how long it is; null for one that does.</summary>
    internal long? Pictures { get; private init; }

    /// <summary>Why the pictures cannot be read, and what to do; null when they can.</summary>
    public PixelShapException? Problem { get; private init; }

    /// <summary>When, where and with what it was recorded.</summary>
    public ClipFacts Facts { get; private init; } = ClipFacts.Unknown;

    /// <summary>Its telemetry, whole.</summary>
    public ClipTelemetry Telemetry { get; private init; } = ClipTelemetry.None;

    /// <summary>The maker, by the name of the file; empty where it says none.</summary>
    public string Maker { get; private init; } = "";

    /// <summary>Where the camera looks, by the name; empty where it says nothing.</summary>
    public string View { get; private init; } = "";

    /// <summary>Why it was kept: <c>event</c>, <c>parking</c>, <c>timelapse</c>; empty for the usual.</summary>
    public string Mode { get; private init; } = "";

    /// <summary>The local time in the name; null where there is none.</summary>
    public DateTime? NamedTime { get; private init; }

    /// <summary>The number in the name by which files follow each other; null for none.</summary>
    public long? Number { get; private init; }

    /// <summary>What the names of one recording share besides.</summary>
    public string Recording { get; private init; } = "";

    /// <summary>Whether it holds the same pictures as another file, smaller.</summary>
    public bool IsCopy { get; private init; }

    /// <summary>The same without all but the first point, for lists of many files.</summary>
    public ClipSurvey Listed() => this with { Telemetry = Telemetry with { Points = [], Accelerations = [] }, Facts = Facts with { Fixes = [.. Facts.Fixes.Take(1)] } };

    /// <summary>The same without its telemetry, of which the facts hold what a run needs.</summary>
    public ClipSurvey WithoutTelemetry() => this with { Telemetry = ClipTelemetry.None };

    /// <summary>Looks at a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="given">What the user says of its time.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="PixelShapException">There is no such file, or FFmpeg is not installed.</exception>
    public static async Task<ClipSurvey> ReadAsync(string path, RecordingTime given, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(given);
        CameraName name = CameraName.Of(path);
        var survey = new ClipSurvey(path)
        {
            Maker = name.Maker,
            View = name.View,
            Mode = name.Mode,
            NamedTime = name.LocalTime,
            Number = name.Number,
            Recording = name.Recording,
            IsCopy = name.IsCopy,
        };
        try
        {
            (ClipFacts facts, ClipTelemetry telemetry) = await ClipFactsProbe.ReadAllAsync(path, cancellationToken, null, given);
            survey = survey with { Facts = facts, Telemetry = telemetry };
            if (Mp4Salvage.IsUnindexed(path))
            {
                return survey with { Problem = new PixelShapException(ExitCode.Input, $"{InputFile.Shown(System.IO.Path.GetFileName(path))} was cut off before its index was written; 'run' looks for its pictures.", "Copy it again, if the card still has it.") };
            }

            MediaProbe probe = await MediaProbe.ReadAsync(path, FfmpegTools.Locate(), TimeProvider.System, cancellationToken);
            return survey with { Video = probe.Info, Probe = probe, Pictures = probe.StreamEnd is null ? await MediaProbe.CountPicturesAsync(path, FfmpegTools.Locate(), cancellationToken) : null };
        }
        catch (PixelShapException problem) when (problem.ExitCode == ExitCode.Input && File.Exists(path) && new FileInfo(path).Length > 0)
        {
            // A file whose pictures are broken may still say where it was.
            ClipTelemetry telemetry = TelemetryReaders.Read(path, new TelemetryHints { Start = given.Start, Name = name });
            return survey with { Problem = problem, Telemetry = telemetry, Facts = ClipFactsProbe.Of(path, telemetry, given) };
        }
        catch (PixelShapException problem) when (problem.ExitCode == ExitCode.Input && File.Exists(path))
        {
            return survey with { Problem = problem, Facts = ClipFactsProbe.Of(path, ClipTelemetry.None, given) };
        }
    }
}
