using System.Globalization;
using PixelShap.Video.Media.Telemetry.Sidecars;

namespace PixelShap.Video.Media.Drives;

/// <summary>
/// Puts the files of a folder in order, as a person would: by maker, by the clocks of their names (else of their recordings, else their numbers), each view apart. Files follow
/// each other without a gap when the next begins within two seconds of the end of the last; after a quarter of an hour without pictures another drive begins.
/// </summary>
public static class DriveFolder
{
    /// <summary>Names have whole seconds, and cameras overlap their files.</summary>
    public const double JointSeconds = 2;

    /// <summary>A longer pause is the end of a drive.</summary>
    public const double LongestGapSeconds = 900;

    private static readonly string[] s_endings = [".mp4", ".mov", ".m4v", ".ts", ".mts", ".m2ts", ".mkv", ".avi", ".360", ".hevc", ".3gp", ".webm"];

    /// <summary>The videos in a folder and the folders in it, by their endings; hidden ones are left out.</summary>
    public static IReadOnlyList<string> Videos(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 6 })
            .Where(path => s_endings.Contains(Path.GetExtension(path).ToLowerInvariant()) && !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal),
    ];

    /// <summary>The error for a folder without videos; logs of telemetry that lie in it are told, for they are read beside a clip only.</summary>
    public static PixelShapException WithoutVideos(string folder)
    {
        string[] logs = [.. SidecarFiles.In(folder)];
        return logs.Length == 0
            ? new PixelShapException(ExitCode.Input, $"{folder} holds no videos.", "Name the folder with the clips, or one clip.")
            : new PixelShapException(
                ExitCode.Input,
                string.Create(CultureInfo.InvariantCulture, $"{folder} holds no videos, but {logs.Length} {(logs.Length == 1 ? "log" : "logs")} of telemetry ({Path.GetFileName(logs[0])}{(logs.Length > 1 ? " …" : "")})."),
                "A log is read when it lies beside a clip of the same name.");
    }

    /// <summary>Puts files in order.</summary>
    /// <param name="clips">The files; small copies of others are left out where the other is there.</param>
    public static IReadOnlyList<Drive> Of(IReadOnlyList<ClipSurvey> clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        return
        [
            .. clips.Where(clip => !clip.IsCopy || !clips.Any(other => !other.IsCopy && other.NamedTime == clip.NamedTime && other.View == clip.View && other.Maker == clip.Maker))
                .GroupBy(Camera, StringComparer.OrdinalIgnoreCase).SelectMany(Drives).OrderBy(drive => drive.Begins ?? DateTime.MaxValue),
        ];
    }

    /// <summary>Puts files in order that are one drive because somebody says so, whatever their names: by their clocks where all have one, else by the numbers of one camera, else as
    /// they were named.</summary>
    public static Drive One(IReadOnlyList<ClipSurvey> clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        bool hasClocks = clips.All(clip => Clock(clip) is not null);
        bool hasNumbers = clips.All(clip => clip.Number is not null) && clips.Select(Camera).Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1;
        IEnumerable<ClipSurvey> ordered = hasClocks ? clips.OrderBy(Clock).ThenBy(clip => clip.Number ?? -1)
            : hasNumbers ? clips.OrderBy(clip => clip.Number)
            : clips;
        return Made([.. ordered.Select(clip => (clip, hasClocks ? Clock(clip) : null))]);
    }

    /// <summary>
    /// What one camera wrote. Files without a maker belong together by their clocks, else by what their names share: without clock and number each is by itself. A GoPro's belong
    /// together by the number of the video.
    /// </summary>
    private static string Camera(ClipSurvey clip) => clip.Maker switch
    {
        "" => $"/{Path.GetDirectoryName(clip.Path)}/{(clip.NamedTime is not null || (clip.Number is null && Clock(clip) is not null) ? "" : clip.Recording)}",
        "GoPro" or "comma.ai" => $"{clip.Maker}/{clip.Recording}",
        _ => clip.Maker,
    };

    private static IEnumerable<Drive> Drives(IGrouping<string, ClipSurvey> camera)
    {
        List<(ClipSurvey Clip, DateTime? Begins)> pending = [];
        DateTime? end = null;

        // Chapters and segments follow by their numbers, whatever their clocks say.
        bool byNumber = camera.First().Maker is "GoPro" or "comma.ai";
        foreach ((ClipSurvey Clip, DateTime? Begins) file in camera.Select(clip => (clip, Begins: byNumber ? null : Clock(clip)))
            .OrderBy(file => file.Begins ?? DateTime.MaxValue).ThenBy(file => file.clip.Number ?? -1).ThenBy(file => file.clip.Path, StringComparer.Ordinal))
        {
            bool isApart = end is { } last && file.Begins is { } begins && (begins - last).TotalSeconds > LongestGapSeconds;
            if (pending.Count > 0 && (isApart || (file.Begins is null) != (pending[^1].Begins is null)))
            {
                yield return Made(pending);
                (pending, end) = ([], null);
            }

            pending.Add(file);
            DateTime? ends = file.Begins?.AddSeconds(file.Clip.Video?.DurationSeconds ?? 0);
            end = ends > end || end is null ? ends : end;
        }

        if (pending.Count > 0)
        {
            yield return Made(pending);
        }
    }

    /// <summary>Names tell the camera's clock at the start of each file alike; recordings are asked where names say nothing.</summary>
    private static DateTime? Clock(ClipSurvey clip) => clip.NamedTime ?? clip.Facts.RecordedAt?.DateTime;

    private static Drive Made(List<(ClipSurvey Clip, DateTime? Begins)> files) => new(
        files[0].Clip.Maker is { Length: > 0 } maker ? maker : files[0].Clip.Facts.Device, [.. files.GroupBy(file => file.Clip.View).OrderBy(view => Rank(view.Key)).Select(view => new DriveView(view.Key, Joined([.. view])))]);

    private static int Rank(string view) => view switch
    {
        "" => 0,
        "front" => 1,
        "rear" => 2,
        "cabin" => 3,
        _ => 4,
    };

    private static List<DriveFile> Joined(IReadOnlyList<(ClipSurvey Clip, DateTime? Begins)> files)
    {
        List<DriveFile> joined = [];
        foreach ((ClipSurvey clip, DateTime? begins) in files)
        {
            if (joined.Count == 0)
            {
                joined.Add(new DriveFile(clip, begins, DriveJoint.First, 0));
                continue;
            }

            DriveFile before = joined[^1];
            double? after = (begins - before.Begins)?.TotalSeconds, apart = after - before.Clip.Video?.DurationSeconds;
            joined.Add(apart switch
            {
                null when after is { } known => new DriveFile(clip, begins, DriveJoint.AfterUnknownLength, known),
                null => new DriveFile(clip, begins, DriveJoint.ByNumber, 0),
                > JointSeconds => new DriveFile(clip, begins, DriveJoint.Gap, apart.Value),
                < -JointSeconds => new DriveFile(clip, begins, DriveJoint.Overlap, -apart.Value),
                _ => new DriveFile(clip, begins, DriveJoint.Joined, 0),
            });
        }

        return joined;
    }
}
