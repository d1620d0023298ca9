using PixelShap.Video.Clips;
using PixelShap.Video.Media.Names;
using PixelShap.Video.Media.Telemetry;

namespace PixelShap.Video.Media.Facts;

/// <summary>
/// When the second 0 of a clip was, where that comes from, and how sure it is. Asked in this order: the user, the satellites, the tag in which phones write time and zone,
/// the camera's clock in the recording, the name of the file, the clock in the pictures. The time at which a container says that it was created is not asked: it is that of a copy, of an export, or of a
/// zone nobody knows.
/// </summary>
/// <param name="Zero">The time; with the offset 0 where the zone is unknown.</param>
/// <param name="IsZoneKnown">Whether the zone is known.</param>
/// <param name="Source">As in <see cref="ClipFacts.RecordedAtSource"/>.</param>
/// <param name="Uncertainty">As in <see cref="ClipFacts.RecordedAtUncertaintySeconds"/>.</param>
internal sealed record RecordingClock(DateTimeOffset Zero, bool IsZoneKnown, string Source, double? Uncertainty)
{
    /// <summary>What a clock that shows whole seconds leaves open.</summary>
    private const double WholeSecond = 1;

    /// <summary>As in <see cref="ClipFacts.CameraClockErrorSeconds"/>.</summary>
    public double? CameraError { get; private init; }

    /// <summary>Finds out.</summary>
    /// <param name="given">What the user says.</param>
    /// <param name="telemetry">The telemetry of the clip.</param>
    /// <param name="device">The time in the tag of a phone, with its zone.</param>
    /// <param name="spoken">The camera's own clock in the recording.</param>
    /// <param name="name">The name of the file.</param>
    public static RecordingClock? Of(RecordingTime given, ClipTelemetry telemetry, DateTimeOffset? device, DateTimeOffset? spoken, CameraName name)
    {
        if (given.Start is { } start)
        {
            return new RecordingClock(start, true, TimeOrigin.Given, WholeSecond);
        }

        if (given.Local is { } local)
        {
            return new RecordingClock(new DateTimeOffset(local, TimeSpan.Zero), false, TimeOrigin.Given, WholeSecond);
        }

        if (Satellites(telemetry, given, name) is { } gps)
        {
            return gps;
        }

        if (device is { } zoned)
        {
            return new RecordingClock(given.Shown(zoned), true, TimeOrigin.Device, WholeSecond);
        }

        // The camera's own clock: in the recording, else in the name.
        DateTimeOffset? written = spoken ?? (telemetry.PlacedBy is PlacedBy.FirstPoint or PlacedBy.FileName ? null : Median(telemetry.Points.Where(fix => !fix.IsUtc)));
        return written is { } camera ? Camera(camera.DateTime, TimeOrigin.CameraClock, given)
            : name.LocalTime is { } stamp ? Camera(stamp, TimeOrigin.Name, given)
            : null;
    }

    /// <summary>By the clock in the pictures, for a clip that says nothing else.</summary>
    public static RecordingClock Of(PictureTime picture, RecordingTime given) => Camera(picture.Zero, TimeOrigin.Picture, given) with { Uncertainty = picture.Uncertainty };

    private static RecordingClock Camera(DateTime local, string source, RecordingTime given) => given.OffsetAt(local) is { } offset
        ? new RecordingClock(new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), offset), true, source, WholeSecond)
        : new RecordingClock(new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), TimeSpan.Zero), false, source, WholeSecond);

    private static RecordingClock? Satellites(ClipTelemetry telemetry, RecordingTime given, CameraName name)
    {
        if (Median(telemetry.Points.Where(fix => fix.IsUtc)) is not { } utc)
        {
            return null;
        }

        TimeSpan? zone = name.LocalTime is { } local ? TelemetryJoin.Zone(local, utc) : null;
        DateTimeOffset shown = given.Zone is not null ? given.Shown(utc) : zone is { } offset ? utc.ToOffset(offset) : utc;
        double? error = zone is { } known ? (name.LocalTime!.Value - (utc.UtcDateTime + known)).TotalSeconds : null;
        return telemetry.PlacedBy switch
        {
            PlacedBy.Track => new RecordingClock(shown, true, TimeOrigin.Gps, 0.5) { CameraError = error },
            PlacedBy.FileName => new RecordingClock(shown, true, TimeOrigin.Name, WholeSecond),
            PlacedBy.FirstPoint => new RecordingClock(shown, true, TimeOrigin.Gps, null),
            _ => new RecordingClock(shown, true, TimeOrigin.Gps, WholeSecond) { CameraError = error },
        };
    }

    /// <summary>What most points say: a receiver's clock is late at times.</summary>
    private static DateTimeOffset? Median(IEnumerable<GpsFix> fixes)
    {
        DateTimeOffset[] zeros = [.. fixes.Where(fix => fix.Time is not null).Select(fix => fix.Time!.Value.AddSeconds(-fix.Seconds)).Order()];
        return zeros.Length == 0 ? null : Rounded(zeros[(zeros.Length - 1) / 2]);

        static DateTimeOffset Rounded(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round((time - DateTimeOffset.UnixEpoch).TotalMilliseconds));
    }
}
