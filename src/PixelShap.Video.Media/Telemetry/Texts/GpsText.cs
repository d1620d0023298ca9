using System.Globalization;
using System.Text.RegularExpressions;

namespace PixelShap.Video.Media.Telemetry.Texts;

/// <summary>What one text of a subtitle track says of place, speed and time.</summary>
/// <param name="Latitude">Degrees, north positive.</param>
/// <param name="Longitude">Degrees, east positive.</param>
internal sealed record GpsReading(double Latitude, double Longitude)
{
    public double? AltitudeMetres { get; init; }

    public double? SpeedMetresPerSecond { get; init; }

    public double? HeadingDegrees { get; init; }
}

/// <summary>
/// Reads what cameras write into texts: NMEA sentences, DJI's <c>[latitude: …]</c> and <c>GPS(lon,lat,…)</c>, and what dashcams print, such as
/// <c>N47.60970 W122.33310 47 km/h</c> (<see cref="Coordinates"/>).
/// </summary>
internal static partial class GpsText
{
    /// <summary>The place in a text; null when there is none, or a camera without a fix wrote zeros.</summary>
    public static GpsReading? Read(string text) => ReadAny(text) is { } reading && (reading.Latitude != 0 || reading.Longitude != 0) ? reading : null;

    /// <summary>As <see cref="Read"/>, but also the zeros of a camera without a fix.</summary>
    public static GpsReading? ReadAny(string text)
    {
        GpsReading? reading = NmeaText.Read(text) ?? Written(text) ?? Pair(text);
        if (reading is null || Math.Abs(reading.Latitude) > 90 || Math.Abs(reading.Longitude) > 180)
        {
            return null;
        }

        return reading with
        {
            SpeedMetresPerSecond = reading.SpeedMetresPerSecond ?? Speed(text),
            AltitudeMetres = reading.AltitudeMetres ?? Number(AltitudePattern().Match(text)),
            HeadingDegrees = reading.HeadingDegrees ?? (Number(HeadingPattern().Match(text)) is { } heading and >= 0 and <= 360 ? heading : null),
        };
    }

    /// <summary>The time that a text names: UTC from NMEA, otherwise the camera's clock without a zone.</summary>
    public static (DateTimeOffset Time, bool IsUtc)? Time(string text)
    {
        if (NmeaText.Time(text) is { } utc)
        {
            return (utc, true);
        }

        Match clock = ClockPattern().Match(text) is { Success: true } yearFirst ? yearFirst : DayFirstPattern().Match(text);
        return clock.Success && DateTime.TryParse(
            $"{clock.Groups["y"].Value}-{clock.Groups["m"].Value.PadLeft(2, '0')}-{clock.Groups["d"].Value.PadLeft(2, '0')}T{clock.Groups["t"].Value.Replace(',', '.')}",
            CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local)
                ? (new DateTimeOffset(local, TimeSpan.Zero), false)
                : null;
    }

    /// <summary>A place as containers state it (ISO 6709), for example <c>+47.6097-122.3331+056.000/</c>.</summary>
    public static GpsReading? Iso6709(string? text)
    {
        Match match = Iso6709Pattern().Match(text ?? "");
        if (!match.Success)
        {
            return null;
        }

        double latitude = Parse(match.Groups["lat"].Value), longitude = Parse(match.Groups["lon"].Value);
        return Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180 && (latitude != 0 || longitude != 0)
            ? new GpsReading(latitude, longitude) { AltitudeMetres = match.Groups["alt"].Success ? Parse(match.Groups["alt"].Value) : null }
            : null;
    }

    private static GpsReading? Written(string text) => Coordinates.Read(text) is { } place ? new GpsReading(place.Latitude, place.Longitude) : null;

    /// <summary>DJI writes longitude first in parentheses, but newer machines, which end with the altitude in metres, latitude; elsewhere latitude comes first.</summary>
    private static GpsReading? Pair(string text)
    {
        Match match = PairPattern().Match(text);
        if (!match.Success)
        {
            return null;
        }

        double first = Parse(match.Groups["a"].Value), second = Parse(match.Groups["b"].Value);
        bool longitudeFirst = Math.Abs(first) > 90 || (match.Groups["open"].Value == "(" && !match.Groups["metres"].Success && Math.Abs(second) <= 90);
        return longitudeFirst ? new GpsReading(second, first) : new GpsReading(first, second);
    }

    private static double? Speed(string text)
    {
        Match match = SpeedPattern().Match(text);
        if (!match.Success)
        {
            // Without a unit: where the word for it is that of a country that drives by kilometres.
            return Number(SpeedWordPattern().Match(text)) / 3.6;
        }

        return Parse(match.Groups["v"].Value) * match.Groups["unit"].Value.ToUpperInvariant() switch
        {
            "M/S" => 1,
            "MPH" => 0.44704,
            "KN" or "KT" or "KNOTS" => NmeaText.MetresPerSecondPerKnot,
            _ => 1 / 3.6,
        };
    }

    private static double? Number(Match match) => match.Success ? Parse(match.Groups["v"].Value) : null;

    private static double Parse(string text) => double.Parse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\bGPS\s*(?<open>[(:]?)\s*(?<a>-?\d{1,3}\.\d+)\s*,\s*(?<b>-?\d{1,3}\.\d+)(?<metres>\s*,\s*-?\d+(\.\d+)?\s*M\b)?", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex PairPattern();

    [GeneratedRegex(@"(?<v>\d+([.,]\d+)?)\s*(?<unit>km/h|kph|kmh|км/ч|公里/小时|mph|m/s|knots|kn|kt)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex SpeedPattern();

    [GeneratedRegex(@"(?<!\p{L})(geschwindigkeit|vitesse|velocidad|velocidade|velocità|snelheid|prędkość|rychlost|hastighet|hastighed|nopeus|hız|скорость|速度|속도)\s*[:=]?\s*(?<v>\d+([.,]\d+)?)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SpeedWordPattern();

    [GeneratedRegex(@"(?<!\p{L})((abs_)?alt(itude|itud)?|höhe|hoogte|altitudine|wysokość|výška|высота|高度|海拔)\s*[:=]?\s*(?<v>-?\d+([.,]\d+)?)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex AltitudePattern();

    [GeneratedRegex(@"(?<!\p{L})(heading|course|bearing|richtung|kurs|rumbo|cap|rotta|koers|направление|курс|方向|航向)\s*[:=]?\s*(?<v>\d+([.,]\d+)?)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex(@"(?<y>(19|20)\d{2})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})[ T](?<t>\d{2}:\d{2}:\d{2}([.,]\d{1,3})?)", RegexOptions.ExplicitCapture)]
    private static partial Regex ClockPattern();

    [GeneratedRegex(@"(?<!\d)(?<d>\d{2})[-.](?<m>\d{2})[-.](?<y>(19|20)\d{2})[ T](?<t>\d{2}:\d{2}:\d{2}([.,]\d{1,3})?)", RegexOptions.ExplicitCapture)]
    private static partial Regex DayFirstPattern();

    [GeneratedRegex(@"^(?<lat>[+-]\d{1,2}(\.\d+)?)(?<lon>[+-]\d{1,3}(\.\d+)?)(?<alt>[+-]\d+(\.\d+)?)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Iso6709Pattern();
}
