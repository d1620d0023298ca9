using System.Globalization;
using PixelShap.Video.Clips;

namespace PixelShap.Video.Media.Telemetry.Texts;

/// <summary>A sentence of NMEA 0183 that names a place: RMC or GGA of any talker. Unlike <see cref="NmeaText"/> this also tells of a receiver without a fix.</summary>
internal sealed record NmeaSentence
{
    /// <summary>Whether it is RMC, which has date, speed and course; otherwise GGA.</summary>
    public bool IsRmc { get; private init; }

    public bool HasFix { get; private init; }

    public double Latitude { get; private init; }

    public double Longitude { get; private init; }

    /// <summary>UTC with its date, from RMC; null when unreadable.</summary>
    public DateTimeOffset? Time { get; private init; }

    /// <summary>UTC without a date.</summary>
    public TimeSpan? TimeOfDay { get; private init; }

    public double? SpeedMetresPerSecond { get; private init; }

    public double? HeadingDegrees { get; private init; }

    public double? AltitudeMetres { get; private init; }

    /// <summary>Whether its checksum is right; null without one.</summary>
    public bool? HasRightChecksum { get; private init; }

    /// <summary>The point that it names; its seconds are for the caller to set.</summary>
    public GpsFix Fix => new(0, Latitude, Longitude)
    {
        Time = Time,
        SpeedMetresPerSecond = SpeedMetresPerSecond,
        HeadingDegrees = HeadingDegrees,
        AltitudeMetres = AltitudeMetres,
    };

    /// <summary>Reads the first sentence in a text, with or without the dollar before it: Thinkware leaves it out. Null when there is none.</summary>
    public static NmeaSentence? Read(string text)
    {
        for (int at = 0; (at = text.IndexOf(',', at)) >= 0; at++)
        {
            if (at < 5 || !char.IsAsciiLetterUpper(text[at - 4]) || !char.IsAsciiLetterUpper(text[at - 5]) || (at > 5 && char.IsAsciiLetterUpper(text[at - 6])))
            {
                continue;
            }

            bool isRmc = text.AsSpan(at - 3, 3) is "RMC";
            if (isRmc || text.AsSpan(at - 3, 3) is "GGA")
            {
                int end = text.AsSpan(at).IndexOfAny("*\r\n\0;");
                string[] fields = (end < 0 ? text[at..] : text.Substring(at, end)).Split(',');
                NmeaSentence? sentence = isRmc ? Rmc(fields) : Gga(fields);
                if (sentence is not null)
                {
                    return sentence with { HasRightChecksum = Checksum(text, at - 5, end < 0 ? -1 : at + end) };
                }
            }
        }

        return null;
    }

    /// <summary>Reads <c>hhmmss.sss</c>; null when it is no time of a day.</summary>
    public static TimeSpan? Clock(string text) =>
        text.Length >= 6 && int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int hours)
        && int.TryParse(text.AsSpan(2, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int minutes)
        && double.TryParse(text.AsSpan(4), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
        && hours < 24 && minutes < 60 && seconds < 61
            ? TimeSpan.FromHours(hours) + TimeSpan.FromMinutes(minutes) + TimeSpan.FromMilliseconds(Math.Round(seconds * 1000))
            : null;

    /// <summary>Degrees of <c>dddmm.mmmm</c>, with the letter of its hemisphere; not a number for what is none.</summary>
    public static double Degrees(string text, string letter)
    {
        if (Number(text) is not { } value)
        {
            return double.NaN;
        }

        double degrees = Math.Truncate(value / 100);
        double minutes = value - (degrees * 100);
        return minutes >= 60 ? double.NaN : (degrees + (minutes / 60)) * (letter is "S" or "W" ? -1 : 1);
    }

    // RMC: time, status, latitude, N/S, longitude, E/W, knots, course, ddmmyy.
    private static NmeaSentence? Rmc(string[] fields)
    {
        if (fields.Length < 10 || fields[2] is not ("A" or "V" or ""))
        {
            return null;
        }

        TimeSpan? clock = Clock(fields[1]);
        bool isDated = DateTime.TryParseExact(fields[9], "ddMMyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day);
        (double latitude, double longitude) = (Degrees(fields[3], fields[4]), Degrees(fields[5], fields[6]));
        return new NmeaSentence
        {
            IsRmc = true,
            HasFix = fields[2] != "V" && double.IsFinite(latitude + longitude),
            Latitude = latitude,
            Longitude = longitude,
            TimeOfDay = clock,
            Time = isDated && clock is { } time ? new DateTimeOffset(day, TimeSpan.Zero) + time : null,
            SpeedMetresPerSecond = Number(fields[7]) * NmeaText.MetresPerSecondPerKnot,
            HeadingDegrees = Number(fields[8]),
        };
    }

    // GGA: time, latitude, N/S, longitude, E/W, quality, satellites, dilution, altitude, M.
    private static NmeaSentence? Gga(string[] fields)
    {
        if (fields.Length < 10)
        {
            return null;
        }

        (double latitude, double longitude) = (Degrees(fields[2], fields[3]), Degrees(fields[4], fields[5]));
        return new NmeaSentence
        {
            HasFix = fields[6] is not ("0" or "") && double.IsFinite(latitude + longitude),
            Latitude = latitude,
            Longitude = longitude,
            TimeOfDay = Clock(fields[1]),
            AltitudeMetres = Number(fields[9]),
        };
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) ? value : null;

    /// <summary>All characters between the dollar and the star, each XORed onto the next.</summary>
    private static bool? Checksum(string text, int from, int star) =>
        star > 0 && star + 3 <= text.Length && text[star] == '*' && byte.TryParse(text.AsSpan(star + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out byte stated)
            ? text.AsSpan(from, star - from).ToArray().Aggregate(0, (sum, character) => sum ^ character) == stated
            : null;
}
