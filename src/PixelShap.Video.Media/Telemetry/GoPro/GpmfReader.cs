using System.Globalization;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Telemetry.Mp4;

namespace PixelShap.Video.Media.Telemetry.GoPro;

/// <summary>A piece of a GPMF track and its time on the clock of the clip.</summary>
internal readonly record struct GpmfPayload(double Seconds, double DurationSeconds, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Reads places and accelerations out of GPMF (github.com/gopro/gpmf-parser): GPS9 where there is one (HERO11 and later; time and fix in each row), else GPS5 with the fix
/// and the clock of its payload, else GLPI of a Karma drone. Row k of n lies at k/n of its payload: the clock of the receiver is coarse and late.
/// </summary>
internal static class GpmfReader
{
    private const int MostPayload = 1 << 20;

    /// <summary>Accelerations are averaged down to about as many a second.</summary>
    private const double AccelerationsPerSecond = 20;

    private static readonly string[] s_streams = ["GPS9", "GPS5", "GLPI"];

    /// <summary>Reads the track <c>gpmd</c>; null without one.</summary>
    public static RawTelemetry? Read(Mp4Tree file) =>
        file.Tracks.FirstOrDefault(track => track.Format == "gpmd") is { } track
            ? Read(track.Samples().Select(sample => new GpmfPayload(sample.Seconds, sample.DurationSeconds, file.Read(sample.Offset, Math.Min(sample.Size, MostPayload)))))
            : null;

    /// <summary>Reads payloads.</summary>
    public static RawTelemetry Read(IEnumerable<GpmfPayload> payloads)
    {
        var telemetry = new RawTelemetry("GoPro GPMF");
        var found = s_streams.ToDictionary(stream => stream, _ => new List<RawPoint>());
        int seen = 0, strange = 0;
        foreach (GpmfPayload payload in payloads)
        {
            seen++;
            int devices = 0;
            foreach (GpmfItem device in GpmfItem.In(payload.Bytes).Where(item => item is { Key: "DEVC", Type: '\0' }))
            {
                devices++;
                foreach (GpmfItem item in device.Items)
                {
                    if (item.Key == "DVNM" && telemetry.Device.Length == 0)
                    {
                        telemetry.Device = Named(item.Text);
                    }
                    else if (item.Key == "STRM")
                    {
                        ReadStream(item, payload, found, telemetry.Accelerations);
                    }
                }
            }

            strange += devices == 0 ? 1 : 0;
        }

        List<RawPoint> points = s_streams.Select(stream => found[stream]).FirstOrDefault(list => list.Count > 0) ?? [];
        telemetry.Points.AddRange(points);
        if (seen > 0 && strange == seen)
        {
            telemetry.Refuse("Its track gpmd does not hold GPMF but another maker's layout (as Wolfbox and Redtiger write), which is not known well enough to be read.");
        }

        return telemetry;
    }

    private static string Named(string device) => device is "" or "Camera" ? "GoPro" : device.StartsWith("GoPro", StringComparison.OrdinalIgnoreCase) ? device : $"GoPro {device}";

    private static void ReadStream(GpmfItem stream, GpmfPayload payload, Dictionary<string, List<RawPoint>> found, List<AccelerationSample> accelerations)
    {
        double[] scale = [1];
        GpmfItem? types = null;
        double fix = 3;
        DateTimeOffset? clock = null;
        foreach (GpmfItem item in stream.Items)
        {
            switch (item.Key)
            {
                case "SCAL":
                    scale = item.Numbers() is { Length: > 0 } numbers && !numbers.Contains(0) ? numbers : [1];
                    break;
                case "TYPE":
                    types = item;
                    break;
                case "GPSF":
                    fix = item.Numbers().FirstOrDefault();
                    break;
                case "GPSU":
                    clock = Clock(item.Text);
                    break;
                case "GPS5" or "GPS9" or "GLPI":
                    List<double[]> rows = Rows(item);
                    found[item.Key].AddRange(rows.Select((row, i) => Point(item.Key, row, Seconds(i, rows.Count), i * payload.DurationSeconds / rows.Count, fix, clock)).OfType<RawPoint>());
                    break;
                case "ACCL":
                    AddAccelerations(Rows(item));
                    break;
            }
        }

        List<double[]> Rows(GpmfItem item) => [.. item.Read(types).Select(row => row.Select((value, i) => value / scale[scale.Length == 1 ? 0 : Math.Min(i, scale.Length - 1)]).ToArray())];

        double Seconds(double row, int rows) => payload.Seconds + (payload.DurationSeconds * row / rows);

        void AddAccelerations(List<double[]> rows)
        {
            int together = Math.Max(1, (int)Math.Round(rows.Count / Math.Max(0.05, payload.DurationSeconds) / AccelerationsPerSecond));
            int at = 0;
            foreach (double[][] group in rows.Where(row => row.Length >= 3).Chunk(together))
            {
                accelerations.Add(new AccelerationSample(
                    Seconds(at + ((group.Length - 1) / 2.0), rows.Count), new Acceleration(group.Average(row => row[0]), group.Average(row => row[1]), group.Average(row => row[2]))));
                at += group.Length;
            }
        }
    }

    private static RawPoint? Point(string key, double[] row, double seconds, double intoPayload, double fix, DateTimeOffset? clock) => (key, row) switch
    {
        // Latitude, longitude, height, speed over ground, speed through space.
        ("GPS5", [var latitude, var longitude, var altitude, var speed, _]) => new RawPoint(
            new GpsFix(seconds, latitude, longitude) { AltitudeMetres = altitude, SpeedMetresPerSecond = speed, Time = clock?.AddSeconds(intoPayload) }, fix is 2 or 3),

        // As GPS5, then days since 2000, seconds of the day, dilution, fix.
        ("GPS9", [var latitude, var longitude, var altitude, var speed, _, var days, var ofDay, _, var own]) => new RawPoint(
            new GpsFix(seconds, latitude, longitude) { AltitudeMetres = altitude, SpeedMetresPerSecond = speed, Time = Since2000(days, ofDay) }, own is 2 or 3),

        // Milliseconds since the start of the drone, latitude, longitude, height above sea, above the start, velocities north, east, down, heading.
        ("GLPI", [_, var latitude, var longitude, var altitude, _, var north, var east, _, var heading]) => new RawPoint(
            new GpsFix(seconds, latitude, longitude) { AltitudeMetres = altitude, SpeedMetresPerSecond = Math.Sqrt((north * north) + (east * east)), HeadingDegrees = heading }, true),
        _ => null,
    };

    private static DateTimeOffset? Since2000(double days, double seconds) =>
        days is >= 0 and < 40_000 && seconds is >= 0 and < 86_401
            ? new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(Math.Floor(days)).AddMilliseconds(Math.Round(seconds * 1000))
            : null;

    /// <summary><c>yymmddhhmmss.sss</c>.</summary>
    private static DateTimeOffset? Clock(string text) =>
        DateTime.TryParseExact(text, ["yyMMddHHmmss.fff", "yyMMddHHmmss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) ? new DateTimeOffset(time, TimeSpan.Zero) : null;
}
