using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Telemetry.Mp4;

namespace PixelShap.Video.Media.Telemetry.Boxes;

/// <summary>
/// Reads LIGOGPSINFO where it is plain text: behind the last box of the file, rows of 132 bytes with a counter and
/// <c>2026/08/03 11:34:53 N:48.1 W:2.1 19.0 km/h x:0 y:0 z:0 A:212 H:173</c>. The clock is that of the camera. Most cameras encipher it, which is refused.
/// </summary>
internal static partial class LigoGps
{
    public const string Enciphered = "Its GPS is enciphered (LIGOGPSINFO), which is not read: take the GPS log from the camera maker's player.";

    private const int MostTrailer = 1 << 20;

    /// <summary>Whether the name stands near the beginning of some bytes.</summary>
    public static bool IsIn(ReadOnlySpan<byte> bytes) => bytes[..Math.Min(bytes.Length, 128)].IndexOf("LIGOGPSINFO"u8) >= 0;

    /// <summary>Reads what follows the last box; null without the name in it.</summary>
    public static RawTelemetry? Read(Mp4Tree file)
    {
        // The trailer begins with a table of enciphered rows; the plain table, where there is one, follows it. Neither has a header of a box.
        byte[] end = file.Read(Math.Max(0, file.Length - MostTrailer), MostTrailer);
        int at = end.AsSpan().IndexOf("SKIPLIGOGPSINFO"u8);
        if (at < 0)
        {
            return null;
        }

        var telemetry = new RawTelemetry("LIGOGPSINFO") { Clock = TelemetryClock.Local, Placement = TelemetryPlacement.Steps };
        string text = Encoding.Latin1.GetString(end, at, end.Length - at);
        foreach (Match row in RowPattern().Matches(text))
        {
            telemetry.Points.Add(Point(row));
        }

        if (telemetry.Points.Count == 0)
        {
            telemetry.Refuse(Enciphered);
        }

        return telemetry;
    }

    /// <summary>Reads one row of text; null when it is none.</summary>
    public static RawPoint? ReadRow(string text) => RowPattern().Match(text) is { Success: true } row ? Point(row) : null;

    private static RawPoint Point(Match row)
    {
        bool isTimed = DateTime.TryParseExact(row.Groups["time"].Value, "yyyy/MM/dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time);
        double latitude = Number(row, "lat") * (row.Groups["ns"].Value == "S" ? -1 : 1), longitude = Number(row, "lon") * (row.Groups["ew"].Value == "W" ? -1 : 1);
        return new RawPoint(
            new GpsFix(0, latitude, longitude)
            {
                Time = isTimed ? new DateTimeOffset(time, TimeSpan.Zero) : null,
                IsUtc = false,
                SpeedMetresPerSecond = Number(row, "speed") / 3.6,
                HeadingDegrees = row.Groups["course"].Success ? Number(row, "course") : null,
            },
            true);
    }

    private static double Number(Match row, string group) => double.Parse(row.Groups[group].Value, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<time>\d{4}/\d\d/\d\d \d\d:\d\d:\d\d) (?<ns>[NS]):(?<lat>\d{1,3}\.\d{1,9}) (?<ew>[EW]):(?<lon>\d{1,3}\.\d{1,9}) (?<speed>\d{1,4}(\.\d{1,3})?) km/h([^\0]{0,60}? A:(?<course>\d{1,3}(\.\d{1,3})?))?", RegexOptions.ExplicitCapture)]
    private static partial Regex RowPattern();
}
