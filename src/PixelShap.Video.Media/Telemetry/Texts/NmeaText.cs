using System.Globalization;
using System.Text.RegularExpressions;

namespace PixelShap.Video.Media.Telemetry.Texts;

/// <summary>
/// Reads NMEA 0183 sentences of every talker (GPS, Galileo, GLONASS, BeiDou, QZSS …) out of a text: RMC, GGA and GLL. Checksums are not asked for: cameras and
/// those who make places unrecognisable write wrong ones.
/// </summary>
internal static partial class NmeaText
{
    public const double MetresPerSecondPerKnot = 1852.0 / 3600;

    /// <summary>The place; null when there is none, or the receiver had no fix.</summary>
    public static GpsReading? Read(string text)
    {
        Match rmc = RmcPattern().Match(text), gga = GgaPattern().Match(text), gll = GllPattern().Match(text);
        Match place = rmc.Success ? rmc : gga.Success ? gga : gll;
        return !place.Success ? null : new GpsReading(
            Degrees(place.Groups["lat"].Value, 2, place.Groups["ns"].Value == "S"), Degrees(place.Groups["lon"].Value, 3, place.Groups["ew"].Value == "W"))
        {
            SpeedMetresPerSecond = rmc.Success && rmc.Groups["knots"].Length > 0 ? Parse(rmc.Groups["knots"].Value) * MetresPerSecondPerKnot : null,
            HeadingDegrees = rmc.Success && rmc.Groups["course"].Length > 0 ? Parse(rmc.Groups["course"].Value) : null,
            AltitudeMetres = gga.Success && gga.Groups["alt"].Length > 0 ? Parse(gga.Groups["alt"].Value) : null,
        };
    }

    /// <summary>The time in UTC; null without an RMC sentence.</summary>
    public static DateTimeOffset? Time(string text)
    {
        Match rmc = RmcPattern().Match(text);
        if (!rmc.Success || !DateTime.TryParseExact(
            rmc.Groups["date"].Value + rmc.Groups["time"].Value[..6], "ddMMyyHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime utc))
        {
            return null;
        }

        double fraction = rmc.Groups["time"].Value.Length > 6 ? Parse("0" + rmc.Groups["time"].Value[6..]) : 0;
        return new DateTimeOffset(utc, TimeSpan.Zero).AddSeconds(fraction);
    }

    /// <summary>NMEA's ddmm.mmmm.</summary>
    private static double Degrees(string text, int digits, bool negative)
    {
        double degrees = Parse(text[..digits]) + (Parse(text[digits..]) / 60);
        return negative ? -degrees : degrees;
    }

    private static double Parse(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$[A-Z]{2}RMC,(?<time>\d{6}(\.\d+)?),A,(?<lat>\d{4}(\.\d+)?),(?<ns>[NS]),(?<lon>\d{5}(\.\d+)?),(?<ew>[EW]),(?<knots>(\d+(\.\d*)?)?),(?<course>(\d+(\.\d*)?)?),(?<date>\d{6})", RegexOptions.ExplicitCapture)]
    private static partial Regex RmcPattern();

    [GeneratedRegex(@"\$[A-Z]{2}GGA,[\d.]*,(?<lat>\d{4}(\.\d+)?),(?<ns>[NS]),(?<lon>\d{5}(\.\d+)?),(?<ew>[EW]),[1-8],\d*,[\d.]*,(?<alt>(-?\d+(\.\d+)?)?),M?", RegexOptions.ExplicitCapture)]
    private static partial Regex GgaPattern();

    [GeneratedRegex(@"\$[A-Z]{2}GLL,(?<lat>\d{4}(\.\d+)?),(?<ns>[NS]),(?<lon>\d{5}(\.\d+)?),(?<ew>[EW]),[\d.]*,A", RegexOptions.ExplicitCapture)]
    private static partial Regex GllPattern();
}
