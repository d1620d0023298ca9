using System.Globalization;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Media.Processes;

namespace PixelShap.Video.Media.Facts;

/// <summary>
/// Finds out when, where and with what a clip was recorded, from the tags of its container and from a subtitle track in which the camera wrote GPS.
/// Every value is a claim of the file.
/// </summary>
public static class ClipFactsProbe
{
    private const double LeastDistanceSeconds = 0.2;
    private const int MostSaid = 60;

    /// <summary>Reads the facts of a file.</summary>
    /// <param name="path">The path of a local file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="tools">Where FFmpeg is. The default value is what <see cref="FfmpegTools.Locate"/> finds.</param>
    /// <exception cref="PixelShapException">The file is no readable video.</exception>
    public static async Task<ClipFacts> ReadAsync(string path, CancellationToken cancellationToken, FfmpegTools? tools = null)
    {
        tools ??= FfmpegTools.Locate();
        InputFile.Check(path);
        if (Mp4Salvage.IsUnindexed(path))
        {
            // What a recording says of itself stands in the index.
            return ClipFacts.Unknown;
        }

        MediaProbe probe = await MediaProbe.ReadAsync(path, tools, TimeProvider.System, cancellationToken);
        double start = probe.Info.StartTime.Seconds;
        (List<GpsFix> fixes, Clock? spoken, string? unread) = ([], null, null);
        foreach (int stream in probe.Subtitles)
        {
            (fixes, spoken, string? said) = await ReadTrackAsync(path, stream, tools, cancellationToken);
            unread ??= said;
            if (fixes.Count > 0)
            {
                unread = null;
                break;
            }
        }

        if (fixes.Count == 0 && Location(probe.Tags) is { } place)
        {
            fixes = [new GpsFix(start, place.Latitude, place.Longitude) { AltitudeMetres = place.AltitudeMetres }];
        }

        Clock? clock = spoken is { Source: "gps" } ? spoken : Written(probe, start) ?? spoken;
        return new ClipFacts
        {
            RecordedAt = clock?.Zero,
            IsZoneKnown = clock?.IsZoneKnown ?? true,
            RecordedAtSource = clock?.Source ?? "",
            Device = Device(probe.Tags),
            Rotation = probe.Info.Rotation,
            Fixes = fixes,
            UnreadText = unread,
        };
    }

    private static async Task<(List<GpsFix> Fixes, Clock? Clock, string? Said)> ReadTrackAsync(
        string path, int stream, FfmpegTools tools, CancellationToken cancellationToken)
    {
        var fixes = new List<GpsFix>();
        Clock? clock = null;
        string? said = null;
        await foreach ((double seconds, string text) in SubtitleTexts.ReadAsync(path, stream, tools, cancellationToken))
        {
            said ??= Beginning(text);
            if (clock is null && GpsText.Time(text) is { } time)
            {
                clock = new Clock(time.Time.AddSeconds(-seconds), time.IsUtc, time.IsUtc ? "gps" : "subtitles");
            }

            if ((fixes.Count == 0 || seconds - fixes[^1].Seconds >= LeastDistanceSeconds - 1e-6) && GpsText.Read(text) is { } reading)
            {
                fixes.Add(new GpsFix(seconds, Round(reading.Latitude, 7), Round(reading.Longitude, 7))
                {
                    AltitudeMetres = reading.AltitudeMetres is { } altitude ? Round(altitude, 2) : null,
                    SpeedMetresPerSecond = reading.SpeedMetresPerSecond is { } speed ? Round(speed, 3) : null,
                    HeadingDegrees = reading.HeadingDegrees is { } heading ? Round(heading, 2) : null,
                });
            }
        }

        return (fixes, clock, said);
    }

    /// <summary>The first words of a text, in one line; null for none.</summary>
    private static string? Beginning(string text)
    {
        string words = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        string plain = string.Concat(words.Where(character => !char.IsControl(character)));
        return plain.Length == 0 ? null : plain.Length <= MostSaid ? plain : plain[..MostSaid] + "…";
    }

    /// <summary>When the container says that the recording was made: QuickTime's own tag knows the zone.</summary>
    private static Clock? Written(MediaProbe probe, double start)
    {
        string? zoned = probe.Tags.GetValueOrDefault("com.apple.quicktime.creationdate");
        return DateTimeOffset.TryParse(zoned, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset local) && local.Year > 1970
            ? new Clock(local.AddSeconds(-start), true, "container")
            : probe.Info.CreatedAt is { } created ? new Clock(created.AddSeconds(-start), true, "container") : null;
    }

    private static GpsReading? Location(IReadOnlyDictionary<string, string> tags) =>
        GpsText.Iso6709(tags.GetValueOrDefault("com.apple.quicktime.location.ISO6709")) ?? GpsText.Iso6709(tags.GetValueOrDefault("location"));

    private static string Device(IReadOnlyDictionary<string, string> tags)
    {
        string make = First(tags, "com.apple.quicktime.make", "com.android.manufacturer", "make"), model = First(tags, "com.apple.quicktime.model", "com.android.model", "model");
        string device = model.StartsWith(make, StringComparison.OrdinalIgnoreCase) ? model : $"{make} {model}".Trim();
        return string.Concat(device.Where(character => !char.IsControl(character)).Take(100));
    }

    private static string First(IReadOnlyDictionary<string, string> tags, params string[] names) =>
        names.Select(name => tags.GetValueOrDefault(name)?.Trim()).FirstOrDefault(value => value is { Length: > 0 }) ?? "";

    private static double Round(double value, int digits) => Math.Round(value, digits);

    private sealed record Clock(DateTimeOffset Zero, bool IsZoneKnown, string Source);
}
