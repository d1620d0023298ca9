using System.Globalization;
using PixelShap.Video.Clips;

namespace PixelShap.Video.Media.Telemetry;

/// <summary>Joins what a reader found to the clock of the clip, and tells what its clocks are.</summary>
internal static class TelemetryJoin
{
    /// <summary>Between blocks that are written every second; more is a clock that was set.</summary>
    private const double LongestStepSeconds = 10;

    /// <summary>How far the clock of a camera may be off when it is compared with the satellites.</summary>
    private const double ClockErrorSeconds = 120;

    private const double QuarterSeconds = 900, FurthestZoneSeconds = 14 * 3600;

    /// <summary>Joins.</summary>
    public static ClipTelemetry Join(RawTelemetry raw, TelemetryHints hints)
    {
        List<string> notes = [.. raw.Notes];
        (List<RawPoint> points, PlacedBy placedBy) = raw.Placement switch
        {
            TelemetryPlacement.Steps => Stepped(raw, hints, notes),
            TelemetryPlacement.Log => Logged(raw, hints, notes),
            _ => (raw.Points, PlacedBy.Track),
        };
        points = Dated(points, hints.Name.LocalTime);
        (List<GpsFix> kept, TelemetryDrops dropped) = TelemetryFilter.Clean(points, raw.RepeatsUntimed);
        bool isUtc = raw.Clock == TelemetryClock.Utc || (raw.Clock == TelemetryClock.Unsure && IsUtc(kept, hints.Name.LocalTime));
        if (raw.Clock == TelemetryClock.Unsure && !isUtc && kept.Exists(fix => fix.Time is not null))
        {
            notes.Add("Its clock may be UTC or the camera's local time; nothing says which.");
        }

        NoteClockThatWasSet(points, notes);
        kept = [.. kept.OrderBy(fix => fix.Seconds).Select(fix => fix with { IsUtc = isUtc && fix.IsUtc })];
        return new ClipTelemetry
        {
            Source = raw.Source,
            Device = raw.Device,
            Read = raw.Points.Count,
            Points = kept,
            Dropped = dropped,
            Accelerations = [.. raw.Accelerations.OrderBy(sample => sample.Seconds)],
            PlacedBy = placedBy,
            Notes = notes,
            Refusal = raw.Refusal,
        };
    }

    /// <summary>The zone of a local time that is compared with UTC: the nearest quarter of an hour; null where they are further apart than a zone and a clock's error.</summary>
    public static TimeSpan? Zone(DateTime local, DateTimeOffset utc)
    {
        double apart = (local - utc.UtcDateTime).TotalSeconds, zone = Math.Round(apart / QuarterSeconds) * QuarterSeconds;
        return Math.Abs(zone) <= FurthestZoneSeconds && Math.Abs(apart - zone) <= ClockErrorSeconds ? TimeSpan.FromSeconds(zone) : null;
    }

    private static (List<RawPoint>, PlacedBy) Stepped(RawTelemetry raw, TelemetryHints hints, List<string> notes)
    {
        List<RawPoint> points = raw.Points;
        if (points.Count > 1 && points.All(point => point.Fix.Time is not null)
            && points.Zip(points.Skip(1), (left, right) => (right.Fix.Time!.Value - left.Fix.Time!.Value).TotalSeconds).All(step => step is >= 0 and <= LongestStepSeconds))
        {
            DateTimeOffset first = points[0].Fix.Time!.Value;
            points = [.. points.Select(point => At(point, (point.Fix.Time!.Value - first).TotalSeconds))];
            int behind = hints.DurationSeconds is { } end ? points.Count(point => point.Fix.Seconds > end + 1) : 0;
            if (behind > 0)
            {
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{behind} of {points.Count} points lie behind the end of the clip."));
            }

            return (points, PlacedBy.OwnClock);
        }

        double step = raw.RepeatsUntimed && hints.DurationSeconds is { } duration && points.Count > 0 ? duration / points.Count : 1;
        return ([.. points.Select((point, i) => At(point, i * step))], PlacedBy.EvenSteps);
    }

    private static (List<RawPoint>, PlacedBy) Logged(RawTelemetry raw, TelemetryHints hints, List<string> notes)
    {
        if (raw.Points.FirstOrDefault(point => point.Fix.Time is not null).Fix?.Time is not { } first)
        {
            double origin = raw.Points.Count == 0 ? 0 : raw.Points[0].Fix.Seconds;
            bool hasSeconds = raw.Points.Any(point => point.Fix.Seconds != origin);
            return ([.. raw.Points.Select((point, i) => At(point, hasSeconds ? point.Fix.Seconds - origin : i))], hasSeconds ? PlacedBy.FirstPoint : PlacedBy.EvenSteps);
        }

        DateTimeOffset? start = hints.Start, byName = null;
        if (start is null && hints.Name.LocalTime is { } local)
        {
            // The log of a clip begins with it; the difference to a whole zone is the camera's error.
            TimeSpan? zone = raw.Clock == TelemetryClock.Utc ? Zone(local, first) : TimeSpan.Zero;
            byName = zone is { } known ? new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), TimeSpan.Zero) - known : null;
        }

        DateTimeOffset zero = start ?? byName ?? first;
        List<RawPoint> points = [.. raw.Points.Where(point => point.Fix.Time is not null).Select(point => At(point, (point.Fix.Time!.Value - zero).TotalSeconds))];
        if ((start ?? byName) is not null && hints.DurationSeconds is { } end)
        {
            int all = points.Count;
            points = [.. points.Where(point => point.Fix.Seconds >= -1 && point.Fix.Seconds <= end + 1)];
            if (points.Count < all)
            {
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{all - points.Count} of {all} points of the log are of other times than the clip."));
            }
        }

        return (points, start is not null ? PlacedBy.RecordingTime : byName is not null ? PlacedBy.FileName : PlacedBy.FirstPoint);
    }

    /// <summary>A clock without month and year gets those of the name of the file, if the day of the month fits.</summary>
    private static List<RawPoint> Dated(List<RawPoint> points, DateTime? local) => local is not { } name || points.TrueForAll(point => point.Clock is null) ? points
        : [.. points.Select(point => point is { Fix.Time: null, Clock: { } clock } && Enumerable.Range(-1, 3).Select(days => name.Date.AddDays(days)).Where(day => day.Day == clock.Day).ToArray() is [var date]
            ? point with { Fix = point.Fix with { Time = new DateTimeOffset(DateTime.SpecifyKind(date, DateTimeKind.Unspecified) + clock.Time, TimeSpan.Zero) } }
            : point)];

    /// <summary>A clock that is a zone away from the local time of the name is UTC; one that equals it is the camera's own, or UTC in a camera that is set to UTC.</summary>
    private static bool IsUtc(List<GpsFix> fixes, DateTime? local) =>
        local is { } name && fixes.Find(fix => fix.Time is not null) is { Time: { } time } fix && Zone(name, time.AddSeconds(-fix.Seconds)) is { } zone && zone != TimeSpan.Zero;

    /// <summary>Cameras have been seen to write UTC before the first fix and local time after it.</summary>
    private static void NoteClockThatWasSet(List<RawPoint> points, List<string> notes)
    {
        for (int i = 1; i < points.Count; i++)
        {
            if (points[i].HasFix && !points[i - 1].HasFix && points[i].Fix.Time is { } now && points[i - 1].Fix.Time is { } before && Math.Abs((now - before).TotalSeconds) > LongestStepSeconds)
            {
                TimeSpan set = now - before;
                notes.Add($"The camera's clock was set by {(set < TimeSpan.Zero ? "−" : "+")}{set.Duration():d\\.hh\\:mm\\:ss} at the first fix.".Replace("0.", "", StringComparison.Ordinal));
                return;
            }
        }
    }

    private static RawPoint At(RawPoint point, double seconds) => point with { Fix = point.Fix with { Seconds = seconds } };
}
