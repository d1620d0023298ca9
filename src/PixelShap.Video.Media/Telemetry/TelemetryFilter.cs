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

    /// <summary>Follows the way. Points that cannot be reached wait; when enough of them in a row fit each other, the receiver has found itself, and what
    /// came before was the error if it was shorter.</summary>
    private static (List<GpsFix> Kept, int Jumps) WithoutJumps(List<GpsFix> points)
    {
        List<GpsFix> kept = [], waiting = [];
        int jumps = 0;
        foreach (GpsFix point in points)
        {
            if (kept.Count == 0 || Reaches(kept[^1], point))
            {
                jumps += waiting.Count;
                waiting.Clear();
                kept.Add(point);
                continue;
            }

            if (waiting.Count > 0 && !Reaches(waiting[^1], point))
            {
                jumps += waiting.Count;
                waiting.Clear();
            }

            waiting.Add(point);
            if (waiting.Count >= RunOfPoints)
            {
                if (kept.Count < RunOfPoints)
                {
                    jumps += kept.Count;
                    kept.Clear();
                }

                kept.AddRange(waiting);
                waiting.Clear();
            }
        }

        if (waiting.Count > kept.Count)
        {
            return (waiting, jumps + kept.Count);
        }

        return (kept, jumps + waiting.Count);
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
