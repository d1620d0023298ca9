using System.Globalization;
using System.Text.RegularExpressions;

namespace PixelShap.Video.Media.Facts;

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
/// Reads what cameras write into texts: NMEA sentences (RMC, GGA), DJI's <c>[latitude: …]</c> and <c>GPS(lon,lat,…)</c>, and what dashcams print, such as
/// <c>N47.60970 W122.33310 47 km/h</c>.
/// </summary>
internal static partial class GpsText
{
    private const double MetresPerSecondPerKnot = 1852.0 / 3600;

    /// <summary>The place in a text; null when there is none, or a camera without a fix wrote zeros.</summary>
    public static GpsReading? Read(string text)
    {
        GpsReading? reading = Nmea(text) ?? Labelled(text) ?? Hemispheres(text) ?? Pair(text);
        if (reading is null || Math.Abs(reading.Latitude) > 90 || Math.Abs(reading.Longitude) > 180 || (reading.Latitude == 0 && reading.Longitude == 0))
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
        if (RmcPattern().Match(text) is { Success: true } rmc
            && DateTime.TryParseExact(
                rmc.Groups["date"].Value + rmc.Groups["time"].Value[..6], "ddMMyyHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime utc))
        {
            double fraction = rmc.Groups["time"].Value.Length > 6 ? Parse("0" + rmc.Groups["time"].Value[6..]) : 0;
            return (new DateTimeOffset(utc, TimeSpan.Zero).AddSeconds(fraction), true);
        }

        Match clock = ClockPattern().Match(text);
        return clock.Success && DateTime.TryParse(
            $"{clock.Groups["y"].Value}-{clock.Groups["m"].Value}-{clock.Groups["d"].Value}T{clock.Groups["t"].Value.Replace(',', '.')}",
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

    private static GpsReading? Nmea(string text)
    {
        Match rmc = RmcPattern().Match(text), gga = GgaPattern().Match(text);
        Match place = rmc.Success ? rmc : gga;
        return !place.Success ? null : new GpsReading(
            Degrees(place.Groups["lat"].Value, 2, place.Groups["ns"].Value == "S"), Degrees(place.Groups["lon"].Value, 3, place.Groups["ew"].Value == "W"))
        {
            SpeedMetresPerSecond = rmc.Success && rmc.Groups["knots"].Length > 0 ? Parse(rmc.Groups["knots"].Value) * MetresPerSecondPerKnot : null,
            HeadingDegrees = rmc.Success && rmc.Groups["course"].Length > 0 ? Parse(rmc.Groups["course"].Value) : null,
            AltitudeMetres = gga.Success ? Parse(gga.Groups["alt"].Value) : null,
        };
    }

    private static GpsReading? Labelled(string text) =>
        Number(LatitudePattern().Match(text)) is { } latitude && Number(LongitudePattern().Match(text)) is { } longitude
            ? new GpsReading(latitude, longitude)
            : null;

    private static GpsReading? Hemispheres(string text)
    {
        Match match = BeforePattern().Match(text) is { Success: true } before ? before : AfterPattern().Match(text);
        return !match.Success ? null : new GpsReading(
            Parse(match.Groups["lat"].Value) * (match.Groups["ns"].Value is "S" or "s" ? -1 : 1),
            Parse(match.Groups["lon"].Value) * (match.Groups["ew"].Value is "W" or "w" ? -1 : 1));
    }

    /// <summary>DJI writes longitude first in parentheses; elsewhere latitude comes first.</summary>
    private static GpsReading? Pair(string text)
    {
        Match match = PairPattern().Match(text);
        if (!match.Success)
        {
            return null;
        }

        double first = Parse(match.Groups["a"].Value), second = Parse(match.Groups["b"].Value);
        bool longitudeFirst = Math.Abs(first) > 90 || (match.Groups["open"].Value == "(" && Math.Abs(second) <= 90);
        return longitudeFirst ? new GpsReading(second, first) : new GpsReading(first, second);
    }

    private static double? Speed(string text)
    {
        Match match = SpeedPattern().Match(text);
        return !match.Success ? null : Parse(match.Groups["v"].Value) * match.Groups["unit"].Value.ToUpperInvariant() switch
        {
            "M/S" => 1,
            "MPH" => 0.44704,
            "KN" or "KT" or "KNOTS" => MetresPerSecondPerKnot,
            _ => 1 / 3.6,
        };
    }

    /// <summary>NMEA's ddmm.mmmm.</summary>
    private static double Degrees(string text, int digits, bool negative)
    {
        double degrees = Parse(text[..digits]) + (Parse(text[digits..]) / 60);
        return negative ? -degrees : degrees;
    }

    private static double? Number(Match match) => match.Success ? Parse(match.Groups["v"].Value) : null;

    private static double Parse(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$G[A-Z]RMC,(?<time>\d{6}(\.\d+)?),A,(?<lat>\d{4}\.\d+),(?<ns>[NS]),(?<lon>\d{5}\.\d+),(?<ew>[EW]),(?<knots>\d*\.?\d*),(?<course>\d*\.?\d*),(?<date>\d{6})", RegexOptions.ExplicitCapture)]
    private static partial Regex RmcPattern();

    [GeneratedRegex(@"\$G[A-Z]GGA,[\d.]*,(?<lat>\d{4}\.\d+),(?<ns>[NS]),(?<lon>\d{5}\.\d+),(?<ew>[EW]),[1-8],\d*,[\d.]*,(?<alt>-?\d+(\.\d+)?),M", RegexOptions.ExplicitCapture)]
    private static partial Regex GgaPattern();

    [GeneratedRegex(@"\blat(itude)?\s*[:=]?\s*(?<v>-?\d{1,2}\.\d+)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex LatitudePattern();

    [GeneratedRegex(@"\blon(g(t?itude)?)?\s*[:=]?\s*(?<v>-?\d{1,3}\.\d+)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex LongitudePattern();

    [GeneratedRegex(@"\b(?<ns>[NS])\s*:?\s*(?<lat>\d{1,2}\.\d+)°?[\s,;/]*(?<ew>[EW])\s*:?\s*(?<lon>\d{1,3}\.\d+)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex BeforePattern();

    [GeneratedRegex(@"(?<lat>\d{1,2}\.\d+)\s*°?\s*(?<ns>[NS])[\s,;/]+(?<lon>\d{1,3}\.\d+)\s*°?\s*(?<ew>[EW])\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex AfterPattern();

    [GeneratedRegex(@"\bGPS\s*(?<open>[(:]?)\s*(?<a>-?\d{1,3}\.\d+)\s*,\s*(?<b>-?\d{1,3}\.\d+)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex PairPattern();

    [GeneratedRegex(@"(?<v>\d+(\.\d+)?)\s*(?<unit>km/h|kph|kmh|mph|m/s|knots|kn|kt)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex SpeedPattern();

    [GeneratedRegex(@"\b(abs_)?alt(itude)?\s*[:=]?\s*(?<v>-?\d+(\.\d+)?)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex AltitudePattern();

    [GeneratedRegex(@"\b(heading|course|bearing)\s*[:=]?\s*(?<v>\d+(\.\d+)?)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex(@"(?<y>(19|20)\d{2})[-/.](?<m>\d{2})[-/.](?<d>\d{2})[ T](?<t>\d{2}:\d{2}:\d{2}([.,]\d{1,3})?)", RegexOptions.ExplicitCapture)]
    private static partial Regex ClockPattern();

    [GeneratedRegex(@"^(?<lat>[+-]\d{1,2}(\.\d+)?)(?<lon>[+-]\d{1,3}(\.\d+)?)(?<alt>[+-]\d+(\.\d+)?)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Iso6709Pattern();
}
