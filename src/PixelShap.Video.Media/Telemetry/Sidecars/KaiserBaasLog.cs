using System.Globalization;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Telemetry.Texts;

namespace PixelShap.Video.Media.Telemetry.Sidecars;

/// <summary>Reads the log of a Kaiser Baas R50: <c>YYYYMMDDhhmmss,ddmm.m,S,dddmm.m,E,knots,height</c>, with # where a recording starts.</summary>
internal static class KaiserBaasLog
{
    public static RawTelemetry Read(IEnumerable<string> lines, string name)
    {
        var telemetry = new RawTelemetry($"R50 log {name}") { Placement = TelemetryPlacement.Log, Clock = TelemetryClock.Unsure };
        foreach (string line in lines)
        {
            string[] fields = line.TrimStart('#', ' ').TrimEnd().Split(',');
            if (fields.Length < 6 || !DateTime.TryParseExact(fields[0], "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time))
            {
                continue;
            }

            (double latitude, double longitude) = (NmeaSentence.Degrees(fields[1], fields[2]), NmeaSentence.Degrees(fields[3], fields[4]));
            telemetry.Points.Add(new RawPoint(
                new GpsFix(0, latitude, longitude)
                {
                    Time = new DateTimeOffset(time, TimeSpan.Zero),
                    SpeedMetresPerSecond = Number(fields[5]) * NmeaText.MetresPerSecondPerKnot,
                    AltitudeMetres = fields.Length > 6 ? Number(fields[6]) : null,
                },
                double.IsFinite(latitude + longitude)));
        }

        return telemetry;
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}
