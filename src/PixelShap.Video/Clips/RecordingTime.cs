using System.Globalization;
using System.Text.RegularExpressions;

namespace PixelShap.Video.Clips;

/// <summary>What the user says of the time at which a clip begins.</summary>
public sealed partial record RecordingTime
{
    private static readonly string[] s_forms =
    [
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFF", "yyyy-MM-dd HH:mm:ss.FFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm",
    ];

    /// <summary>Says nothing.</summary>
    public static RecordingTime Unknown { get; } = new();

    /// <summary>The time of the second 0 of the clip's clock, on the clock of <see cref="Offset"/> or <see cref="Zone"/>; null when not given.</summary>
    public DateTime? Local { get; private init; }

    /// <summary>The offset from UTC that was written with the time; null when none was.</summary>
    public TimeSpan? Offset { get; private init; }

    /// <summary>The zone of the camera's clock; null when not given.</summary>
    public TimeZoneInfo? Zone { get; private init; }

    /// <summary>The time with its offset; null when no time is given or its zone is unknown.</summary>
    public DateTimeOffset? Start => Local is { } local && (Offset ?? OffsetAt(local)) is { } offset ? new DateTimeOffset(local, offset) : null;

    /// <summary>The offset of the zone at a local time; null without a zone.</summary>
    public TimeSpan? OffsetAt(DateTime local) => Zone?.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified));

    /// <summary>A time on the clock of the zone; as it is without one.</summary>
    public DateTimeOffset Shown(DateTimeOffset time) => Zone is { } zone ? TimeZoneInfo.ConvertTime(time, zone) : time;

    /// <summary>The zone alone: for the files of a drive, of which the time means the first.</summary>
    public RecordingTime WithoutTime => this with { Local = null, Offset = null };

    /// <summary>Reads what stands behind <c>--time</c> and <c>--zone</c>; empty texts say nothing.</summary>
    /// <exception cref="PixelShapException">One of them is none.</exception>
    public static RecordingTime Parse(string time, string zone)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(zone);
        (DateTime? local, TimeSpan? offset) = time.Length == 0 ? (null, null) : ReadTime(time);
        return new RecordingTime { Local = local, Offset = offset, Zone = zone.Length == 0 ? null : ReadZone(zone) };
    }

    private static (DateTime? Local, TimeSpan? Offset) ReadTime(string text)
    {
        Match parts = TimePattern().Match(text.Trim());
        string suffix = parts.Groups["offset"].Value;
        TimeSpan? offset = suffix.Length == 0 ? null : suffix is "Z" or "z" ? TimeSpan.Zero : ReadOffset(suffix);
        return parts.Success && (suffix.Length == 0 || offset is not null)
            && DateTime.TryParseExact(parts.Groups["time"].Value, s_forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local) && local.Year is >= 1900 and <= 2200
                ? (local, offset)
                : throw new PixelShapException(
                    ExitCode.Usage, $"--time (clip.time) is '{text}', which is no date with a time.", "Write for example 2026-11-21T14:32:07, or with its offset 2026-11-21T14:32:07+01:00.");
    }

    private static TimeZoneInfo ReadZone(string text)
    {
        if ((text is "Z" or "z" or "UTC" ? TimeSpan.Zero : ReadOffset(text)) is { } offset)
        {
            return TimeZoneInfo.CreateCustomTimeZone(text, offset, text, text);
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(text, out TimeZoneInfo? zone)
            ? zone
            : throw new PixelShapException(
                ExitCode.Usage, $"--zone (clip.zone) is '{text}', which is no time zone known here.", "Write an offset from UTC such as +01:00, or a name such as Europe/Berlin.");
    }

    private static TimeSpan? ReadOffset(string text)
    {
        Match parts = OffsetPattern().Match(text);
        if (!parts.Success)
        {
            return null;
        }

        int hours = int.Parse(parts.Groups["h"].Value, CultureInfo.InvariantCulture), minutes = parts.Groups["m"].Success ? int.Parse(parts.Groups["m"].Value, CultureInfo.InvariantCulture) : 0;
        TimeSpan size = new(hours, minutes, 0);
        return minutes < 60 && size <= TimeSpan.FromHours(14) ? (parts.Groups["sign"].Value == "+" ? size : -size) : null;
    }

    [GeneratedRegex(@"^(?<time>\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?)\s*(?<offset>[Zz]|[-+−]\d\d?:?\d{0,2})?$", RegexOptions.ExplicitCapture)]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"^(UTC)?(?<sign>[-+−])(?<h>\d\d?):?(?<m>\d\d)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex OffsetPattern();
}
