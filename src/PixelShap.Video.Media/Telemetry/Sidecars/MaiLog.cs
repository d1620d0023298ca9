using System.Globalization;
using PixelShap.Video.Clips;

namespace PixelShap.Video.Media.Telemetry.Sidecars;

/// <summary>
/// Reads 70mai's log <c>GPSData…txt</c>: <c>$V02</c>, then a row a second of Unix time, A or V, latitude, longitude, course·100, cm/s, three accelerations·100, and the
/// name of the front file. The time is 8 hours early (seen on two models).
/// </summary>
internal static class MaiLog
{
    private const long EarlySeconds = 28_800;

    /// <summary>Reads a log.</summary>
    /// <param name="lines">Its lines.</param>
    /// <param name="name">The log, for people.</param>
    /// <param name="isOf">Whether a row that names a file counts; null for all.</param>
    public static RawTelemetry Read(IEnumerable<string> lines, string name, Func<string, bool>? isOf)
    {
        var telemetry = new RawTelemetry($"70mai log {name}") { Placement = TelemetryPlacement.Log, Device = "70mai" };
        foreach (string line in lines)
        {
            string[] fields = line.Split(',');
            if (fields.Length < 10 || fields[1] is not ("A" or "V") || (isOf is not null && !isOf(fields[9])))
            {
                continue;
            }

            double[] numbers = [.. fields.Take(9).Select((field, i) => i == 1 ? 0 : double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
            if (double.IsNaN(numbers[2]) || double.IsNaN(numbers[3]))
            {
                continue;
            }

            telemetry.Points.Add(new RawPoint(
                new GpsFix(0, numbers[2], numbers[3])
                {
                    Time = numbers[0] is > 0 and < 4e9 ? DateTimeOffset.FromUnixTimeSeconds((long)numbers[0] + EarlySeconds) : null,
                    HeadingDegrees = double.IsNaN(numbers[4]) ? null : numbers[4] / 100,
                    SpeedMetresPerSecond = double.IsNaN(numbers[5]) ? null : numbers[5] / 100,
                    Acceleration = new Acceleration(numbers[6] * 0.0980665, numbers[7] * 0.0980665, numbers[8] * 0.0980665),
                },
                fields[1] == "A"));
        }

        return telemetry;
    }
}
