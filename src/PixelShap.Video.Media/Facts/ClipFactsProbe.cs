using System.Globalization;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Names;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Media.Processes;
using PixelShap.Video.Media.Telemetry;
using PixelShap.Video.Media.Telemetry.Texts;

namespace PixelShap.Video.Media.Facts;

/// <summary>
/// Finds out when, where and with what a clip was recorded: from its telemetry, from the tags of its container, from a subtitle track in which the camera wrote GPS, from its
/// name, from a clock in its pictures. Every value is a claim of the file.
/// </summary>
public static class ClipFactsProbe
{
    private const double LeastDistanceSeconds = 0.2;
    private const int MostSaid = 60;

    /// <summary>Reads the facts of a file.</summary>
    /// <param name="path">The path of a local file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="tools">Where FFmpeg is. The default value is what <see cref="FfmpegTools.Locate"/> finds.</param>
    /// <param name="given">What the user says of its time. The default value is nothing.</param>
    /// <exception cref="PixelShapException">The file is no readable video.</exception>
    public static async Task<ClipFacts> ReadAsync(string path, CancellationToken cancellationToken, FfmpegTools? tools = null, RecordingTime? given = null) =>
        (await ReadAllAsync(path, cancellationToken, tools, given)).Facts;

    /// <summary>Reads the facts of a file and its whole telemetry, of which the facts hold at most five fixes a second.</summary>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken, FfmpegTools?, RecordingTime?)"/>
    public static async Task<(ClipFacts Facts, ClipTelemetry Telemetry)> ReadAllAsync(
        string path, CancellationToken cancellationToken, FfmpegTools? tools = null, RecordingTime? given = null)
    {
        tools ??= FfmpegTools.Locate();
        given ??= RecordingTime.Unknown;
        InputFile.Check(path);

        // What a recording says of itself stands in the index; without one there are still the blocks among its pictures, the files beside it and its name.
        MediaProbe? probe = Mp4Salvage.IsUnindexed(path) ? null : await MediaProbe.ReadAsync(path, tools, TimeProvider.System, cancellationToken);
        return await ReadAsync(path, probe, tools, given, cancellationToken);
    }

    /// <summary>The facts of a file whose pictures cannot be read: what its telemetry and its name say.</summary>
    internal static ClipFacts Of(string path, ClipTelemetry telemetry, RecordingTime given)
    {
        CameraName name = CameraName.Of(path);
        return WithEvent(Facts(telemetry, name, RecordingClock.Of(given, telemetry, null, null, name)), path, name);
    }

    private static ClipFacts Facts(ClipTelemetry telemetry, CameraName name, RecordingClock? clock)
    {
        List<GpsFix> fixes = Thinned(telemetry.Points);
        return new ClipFacts
        {
            RecordedAt = clock?.Zero,
            IsZoneKnown = clock?.IsZoneKnown ?? true,
            RecordedAtSource = clock?.Source ?? "",
            RecordedAtUncertaintySeconds = clock?.Uncertainty,
            CameraClockErrorSeconds = clock?.CameraError,
            Device = telemetry.Device.Length > 0 ? telemetry.Device : name.Maker,
            Fixes = fixes,
            FixesSource = fixes.Count > 0 ? telemetry.Source : "",
            UnreadTelemetry = fixes.Count == 0 ? telemetry.Refusal : null,
        };
    }

    private static async Task<(ClipFacts Facts, ClipTelemetry Telemetry)> ReadAsync(
        string path, MediaProbe? probe, FfmpegTools tools, RecordingTime given, CancellationToken cancellationToken)
    {
        double start = probe?.Info.StartTime.Seconds ?? 0;
        CameraName name = CameraName.Of(path);
        DateTimeOffset? device = probe is null ? null : DeviceTime(probe)?.AddSeconds(-start);
        ClipTelemetry telemetry = TelemetryReaders.Read(path, new TelemetryHints { DurationSeconds = probe?.Info.DurationSeconds, Start = given.Start ?? device, Name = name });
        (DateTimeOffset? spoken, string? unread) = (null, null);
        foreach (int stream in telemetry.Points.Count > 0 ? [] : probe?.Subtitles ?? [])
        {
            (RawTelemetry raw, spoken, string? said) = await ReadTrackAsync(path, stream, tools, cancellationToken);
            unread ??= said;
            if (raw.Points.Exists(point => point.HasFix))
            {
                (telemetry, unread) = (TelemetryJoin.Join(raw, new TelemetryHints { Name = name }), null);
                break;
            }
        }

        List<GpsFix> fixes = Thinned(telemetry.Points);
        string source = telemetry.Source;
        if (fixes.Count == 0 && probe is not null && Location(probe.Tags) is { } place)
        {
            (fixes, source) = ([new GpsFix(start, place.Latitude, place.Longitude) { AltitudeMetres = place.AltitudeMetres }], "the tag of the container");
        }

        RecordingClock? clock = RecordingClock.Of(given, telemetry, device, spoken, name);
        PictureTime? picture = clock is null && probe is not null && PictureClock.Locate() is { } tesseract
            ? await PictureClock.ReadAsync(path, start, probe.Info.DurationSeconds ?? 0, tools, tesseract, cancellationToken)
            : null;
        clock ??= picture is { IsDayUnsure: false } ? RecordingClock.Of(picture, given) : null;
        string tagged = probe is null ? "" : Device(probe.Tags);
        ClipFacts facts = Facts(telemetry, name, clock);
        facts = facts with
        {
            Device = tagged.Length > 0 ? tagged : facts.Device,
            Rotation = probe?.Info.Rotation ?? 0,
            Fixes = fixes,
            FixesSource = fixes.Count > 0 ? source : "",
            UnreadTelemetry = fixes.Count == 0 ? telemetry.Refusal : null,
            UnreadText = unread,
            UnreadClock = picture is { IsDayUnsure: true } ? picture.Zero.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : null,
        };
        return (WithEvent(facts, path, name), telemetry);
    }

    /// <summary>What lies beside the clip of why it was kept; about where that was, if the clip itself does not say it.</summary>
    private static ClipFacts WithEvent(ClipFacts facts, string path, CameraName name) => EventFile.Of(path, name) is not { } file ? facts
        : facts.Fixes.Count > 0 || file.Fix is not { } fix ? facts with { Event = file.Event }
        : facts with { Event = file.Event, Fixes = [fix], FixesSource = EventFile.Source };

    /// <summary>At most five fixes a second, rounded to what receivers can tell.</summary>
    private static List<GpsFix> Thinned(IReadOnlyList<GpsFix> points)
    {
        var fixes = new List<GpsFix>();
        foreach (GpsFix fix in points)
        {
            if (fixes.Count == 0 || fix.Seconds - fixes[^1].Seconds >= LeastDistanceSeconds - 1e-6)
            {
                fixes.Add(fix with
                {
                    Seconds = Round(fix.Seconds, 3),
                    Latitude = Round(fix.Latitude, 7),
                    Longitude = Round(fix.Longitude, 7),
                    AltitudeMetres = fix.AltitudeMetres is { } altitude ? Round(altitude, 2) : null,
                    SpeedMetresPerSecond = fix.SpeedMetresPerSecond is { } speed ? Round(speed, 3) : null,
                    HeadingDegrees = fix.HeadingDegrees is { } heading ? Round(heading, 2) : null,
                    Acceleration = fix.Acceleration is { } a ? new Acceleration(Round(a.X, 3), Round(a.Y, 3), Round(a.Z, 3)) : null,
                });
            }
        }

        return fixes;
    }

    private static async Task<(RawTelemetry Telemetry, DateTimeOffset? Clock, string? Said)> ReadTrackAsync(
        string path, int stream, FfmpegTools tools, CancellationToken cancellationToken)
    {
        List<(double, string)> texts = [];
        DateTimeOffset? clock = null;
        string? said = null;
        await foreach ((double seconds, string text) in SubtitleTexts.ReadAsync(path, stream, tools, cancellationToken))
        {
            said ??= Beginning(text);
            if (clock is null && GpsText.Time(text) is { } time)
            {
                clock = time.Time.AddSeconds(-seconds);
            }

            texts.Add((seconds, text));
        }

        return (TextCues.Read(texts, "a text track"), clock, said);
    }

    /// <summary>The first words of a text, in one line; null for none.</summary>
    private static string? Beginning(string text)
    {
        string words = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        string plain = string.Concat(words.Where(character => !char.IsControl(character)));
        return plain.Length == 0 ? null : plain.Length <= MostSaid ? plain : plain[..MostSaid] + "…";
    }

    /// <summary>When a phone says that it began to record, in QuickTime's own tag, which has a zone.</summary>
    private static DateTimeOffset? DeviceTime(MediaProbe probe) =>
        DateTimeOffset.TryParse(
            probe.Tags.GetValueOrDefault("com.apple.quicktime.creationdate"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset local) && local.Year > 1970
            ? local
            : null;

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
}
