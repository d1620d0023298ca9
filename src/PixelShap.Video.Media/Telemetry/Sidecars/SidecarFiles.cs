using System.Text;
using System.Text.RegularExpressions;
using PixelShap.Video.Files;
using PixelShap.Video.Media.Names;
using PixelShap.Video.Media.Telemetry.Boxes;
using PixelShap.Video.Media.Telemetry.Texts;

namespace PixelShap.Video.Media.Telemetry.Sidecars;

/// <summary>Finds and reads the files that lie beside a clip and hold its telemetry: the same name with another ending, BlackVue's without the letter of the camera, 70mai's log.</summary>
internal static partial class SidecarFiles
{
    private const long LargestFile = 512L << 20;
    private const int FoldersUp = 3, LongestLine = 1 << 16;
    private static readonly string[] s_endings = [".gpx", ".nmea", ".srt", ".gps", ".dat"];

    /// <summary>The files in a folder that may be such logs, by their endings.</summary>
    public static IEnumerable<string> In(string folder) => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 6 })
        .Where(path => s_endings.Contains(Path.GetExtension(path).ToLowerInvariant()) || MaiLogName().IsMatch(Path.GetFileName(path))).Order(StringComparer.Ordinal);

    /// <summary>Reads each that there is, the nearest to the clip first.</summary>
    public static IEnumerable<RawTelemetry> Read(string clip)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(clip)) ?? ".", stem = Path.GetFileNameWithoutExtension(clip);
        foreach (string ending in s_endings)
        {
            if (Existing(folder, [stem, .. WithoutCamera(stem)], ending) is { } path && ReadFile(path, ending) is var telemetry && (telemetry.Points.Count > 0 || telemetry.Refusal is not null))
            {
                yield return telemetry;
            }
        }

        if (MaiName().IsMatch(Path.GetFileName(clip)))
        {
            foreach (string log in Logs(folder))
            {
                string own = Path.GetFileName(clip);
                RawTelemetry telemetry = Trying(log, () => MaiLog.Read(Lines(log, Encoding.Latin1), Path.GetFileName(log), name => IsOf(name, own)));
                if (telemetry.Points.Count > 0 || telemetry.Refusal is not null)
                {
                    yield return telemetry;
                }
            }
        }
    }

    /// <summary>Reads a file by its ending. What cannot be read is told as the refusal: a log beside a clip is an addition, and ends nothing.</summary>
    internal static RawTelemetry ReadFile(string path, string ending) => Trying(path, () =>
    {
        string name = Path.GetFileName(path);
        switch (ending)
        {
            case ".gpx":
                using (FileStream stream = RegularFile.Open(path, LargestFile))
                {
                    return GpxFile.Read(stream, name);
                }

            case ".nmea":
                return NmeaLog.Read(Lines(path, Encoding.Latin1), $"NMEA in {name}");
            case ".srt":
                return SrtFile.Read(Lines(path, Encoding.UTF8), name);
            case ".dat":
                return KaiserBaasLog.Read(Lines(path, Encoding.Latin1), name);
            default:
                RawTelemetry telemetry = BlackVueReader.Read(RegularFile.ReadBytes(path, LargestFile));
                telemetry.Source = $"BlackVue NMEA in {name}";
                AddAccelerations(telemetry, path);
                return telemetry;
        }
    });

    /// <summary>Places without accelerations are places all the same.</summary>
    private static void AddAccelerations(RawTelemetry telemetry, string log)
    {
        if (Existing(Path.GetDirectoryName(log) ?? ".", [Path.GetFileNameWithoutExtension(log)], ".3gf") is not { } path)
        {
            return;
        }

        try
        {
            telemetry.Accelerations.AddRange(BlackVueReader.Accelerations(RegularFile.ReadBytes(path, LargestFile)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            telemetry.Notes.Add($"{Path.GetFileName(path)} cannot be read: {Cause.Of(exception)}.");
        }
    }

    private static IEnumerable<string> Lines(string path, Encoding encoding) => RegularFile.ReadLines(path, LargestFile, encoding, LongestLine);

    private static RawTelemetry Trying(string path, Func<RawTelemetry> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string name = Path.GetFileName(path);
            var nothing = new RawTelemetry(name);
            nothing.Refuse($"{name} cannot be read: {Cause.Of(exception)}.");
            return nothing;
        }
    }

    /// <summary>A log names the front file; those of the other cameras have its number and time, or a second more.</summary>
    private static bool IsOf(string named, string own)
    {
        // A damaged log names what no file can be called.
        CameraName front = CameraName.Of(string.Concat(named.Where(character => !char.IsControl(character)))), mine = CameraName.Of(own);
        return string.Equals(named, own, StringComparison.OrdinalIgnoreCase)
            || (front.Number is not null && front.Number == mine.Number && front.LocalTime is { } theirs && mine.LocalTime is { } ours && Math.Abs((theirs - ours).TotalSeconds) <= 5);
    }

    private static IEnumerable<string> Logs(string folder)
    {
        DirectoryInfo? at = new(folder);
        for (int i = 0; i <= FoldersUp && at is { Exists: true }; i++, at = at.Parent)
        {
            foreach (string log in Directory.EnumerateFiles(at.FullName, "GPSData*.txt").Order(StringComparer.Ordinal))
            {
                yield return log;
            }
        }
    }

    private static string? Existing(string folder, IEnumerable<string> stems, string ending) => stems
        .SelectMany(stem => new[] { stem + ending, stem + ending.ToUpperInvariant() })
        .Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>BlackVue: one log for the front and the rear of a time.</summary>
    private static IEnumerable<string> WithoutCamera(string stem) => BlackVueStem().Match(stem) is { Success: true } match ? [match.Groups["shared"].Value] : [];

    [GeneratedRegex(@"^(?<shared>\d{8}_\d{6}_[A-Z])[FRIO][LS]?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex BlackVueStem();

    [GeneratedRegex(@"^GPSData.*\.txt$", RegexOptions.IgnoreCase)]
    private static partial Regex MaiLogName();

    [GeneratedRegex(@"^(NO|EV|LA|PA)\d{8}-", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex MaiName();
}
