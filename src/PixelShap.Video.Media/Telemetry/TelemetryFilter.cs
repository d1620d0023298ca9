using PixelShap.Video.Clips;

namespace PixelShap.Video.Media.Telemetry;

/// <summary>Leaves out what is no place of the camera, and counts it.</summary>
internal static class TelemetryFilter
{
    /// <summary>Faster than this is no vehicle on a road: 540 km/h.</summary>
    private const double FastestMetresPerSecond = 150;

    /// <summary>What a receiver may err from one point to the next, whatever the time between.</summary>
    private const double ErrorMetres = 100;

    /// <summary>As many points in a row that fit each other are a way and no jump.</summary>
    private const int RunOfPoints = 5;

    private const int WaysFollowed = 8;

    /// <param name="raw">What was read, each point with its seconds.</param>
    /// <param name="repeatsUntimed">Whether equal points without clocks are one point.</param>
    public static (List<GpsFix> Kept, TelemetryDrops Dropped) Clean(IEnumerable<RawPoint> raw, bool repeatsUntimed)
    {
        var candidates = new List<GpsFix>();
        int noFix = 0, zero = 0, impossible = 0, repeat = 0;
        foreach (RawPoint point in raw)
        {
            GpsFix fix = point.Fix;
            if (!point.HasFix)
            {
                noFix++;
            }
            else if (!(Math.Abs(fix.Latitude) <= 90 && Math.Abs(fix.Longitude) <= 180 && double.IsFinite(fix.Seconds)))
            {
                impossible++;
            }
            else if (fix is { Latitude: 0, Longitude: 0 })
            {
                zero++;
            }
            else if (candidates.Count > 0 && IsRepeat(candidates[^1], fix, repeatsUntimed))
            {
                repeat++;
            }
            else
            {
                candidates.Add(Sound(fix));
            }
        }

        (List<GpsFix> kept, int jumps) = WithoutJumps(candidates);
        return (kept, new TelemetryDrops(noFix, zero, impossible, jumps, repeat));
    }

    private static bool IsRepeat(GpsFix before, GpsFix fix, bool untimed) =>
        before.Latitude == fix.Latitude && before.Longitude == fix.Longitude
        && (fix.Time is { } time ? before.Time == time : untimed && before.Time is null && before.HeadingDegrees == fix.HeadingDegrees && before.SpeedMetresPerSecond == fix.SpeedMetresPerSecond);

    /// <summary>A place may be right beside a speed that is none.</summary>
    private static GpsFix Sound(GpsFix fix) => fix with
    {
        AltitudeMetres = fix.AltitudeMetres is >= -12_000 and <= 100_000 ? fix.AltitudeMetres : null,
        SpeedMetresPerSecond = fix.SpeedMetresPerSecond is >= 0 and <= 1000 ? fix.SpeedMetresPerSecond : null,
        HeadingDegrees = fix.HeadingDegrees is >= 0 and <= 360 ? fix.HeadingDegrees : null,
        Acceleration = fix.Acceleration is { } value && double.IsFinite(value.X + value.Y + value.Z) ? value : null,
    };

    /// <summary>Follows the ways that the points make: each point continues the longest that reaches it, or begins one. The longest is the camera's, and so is every other that is
    /// long enough to be no error: a receiver that finds itself, or a clock that was set.</summary>
    private static (List<GpsFix> Kept, int Jumps) WithoutJumps(List<GpsFix> points)
    {
        List<List<int>> ways = [];
        for (int i = 0; i < points.Count; i++)
        {
            List<int>? longest = null;
            foreach (List<int> way in ways.TakeLast(WaysFollowed))
            {
                longest = Reaches(points[way[^1]], points[i]) && way.Count > (longest?.Count ?? 0) ? way : longest;
            }

            if (longest is null)
            {
                ways.Add(longest = []);
            }

            longest.Add(i);
        }

        List<int>? main = ways.MaxBy(way => way.Count);
        List<GpsFix> kept = [.. ways.Where(way => way == main || way.Count >= RunOfPoints).SelectMany(way => way).Order().Select(i => points[i])];
        return (kept, points.Count - kept.Count);
    }

    private static bool Reaches(GpsFix from, GpsFix to) => Metres(from, to) <= ErrorMetres + (FastestMetresPerSecond * Math.Abs(Duration(from, to)));

    private static double Duration(GpsFix from, GpsFix to) =>
        Math.Max(Math.Abs(to.Seconds - from.Seconds), to.Time is { } later && from.Time is { } earlier ? Math.Abs((later - earlier).TotalSeconds) : 0);

    /// <summary>The distance along a sphere (haversine formula).</summary>
    internal static double Metres(GpsFix from, GpsFix to)
    {
        const double EarthRadiusMetres = 6_371_000, Degree = Math.PI / 180;
        double north = Math.Sin((to.Latitude - from.Latitude) * Degree / 2), east = Math.Sin((to.Longitude - from.Longitude) * Degree / 2);
        double half = (north * north) + (Math.Cos(from.Latitude * Degree) * Math.Cos(to.Latitude * Degree) * east * east);
        return 2 * EarthRadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(half)));
    }
}
