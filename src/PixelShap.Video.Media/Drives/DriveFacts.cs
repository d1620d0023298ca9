using PixelShap.Video.Clips;

namespace PixelShap.Video.Media.Drives;

/// <summary>What a drive says of itself: what its files say, on the clock of the drive.</summary>
internal static class DriveFacts
{
    /// <summary>More would make <c>run.json</c> larger than is read of it: five a second for two hours.</summary>
    private const int MostFixes = 36_000;


    /// <summary>Joins the facts of the files.</summary>
    /// <param name="drive">The drive.</param>
    /// <param name="facts">Those of its files, one by one.</param>
    /// <param name="given">What the user says of the time of the drive.</param>
    public static ClipFacts Of(ClipInput drive, IReadOnlyList<ClipFacts> facts, RecordingTime given)
    {
        List<GpsFix> fixes = [];
        for (int i = 0; i < facts.Count; i++)
        {
            DrivePart part = drive.Parts[i];
            double shift = part.Shift.Seconds, from = i == 0 ? double.NegativeInfinity : part.Begin.Seconds;
            double to = i + 1 < facts.Count ? drive.Parts[i + 1].Begin.Seconds : double.PositiveInfinity;
            if (facts[i].Fixes is [{ SpeedMetresPerSecond: null, Time: null } place])
            {
                // A place without a time is that of the recording, not of a moment: one is enough, and it holds for all.
                fixes.AddRange(i == 0 ? [place] : []);
                continue;
            }

            fixes.AddRange(facts[i].Fixes.Select(fix => fix with { Seconds = Math.Round(fix.Seconds + shift, 3) }).Where(fix => fix.Seconds >= from && fix.Seconds < to));
        }

        // The first file may have been begun before the receiver knew the time: the best clock of all files counts, and of equals the first.
        int clock = Enumerable.Range(0, facts.Count).Where(i => facts[i].RecordedAt is not null)
            .OrderBy(i => facts[i].RecordedAtUncertaintySeconds is null).ThenBy(i => TimeOrigin.InOrder.ToList().IndexOf(facts[i].RecordedAtSource)).ThenBy(i => !facts[i].IsZoneKnown).FirstOrDefault(-1);
        ClipFacts joined = clock < 0 ? facts[0] : facts[clock] with { RecordedAt = facts[clock].RecordedAt!.Value.AddSeconds(-drive.Parts[clock].Shift.Seconds) };
        joined = joined with
        {
            Device = facts.Select(one => one.Device).FirstOrDefault(device => device.Length > 0) ?? "",
            Rotation = facts[0].Rotation,
            Event = facts[0].Event is { } happened ? happened with { Seconds = happened.Seconds + drive.Parts[0].Shift.Seconds } : null,
            CameraClockErrorSeconds = facts.Select(one => one.CameraClockErrorSeconds).FirstOrDefault(error => error is not null),
            Fixes = Thinned(fixes),
            FixesSource = facts.Select(one => one.FixesSource).FirstOrDefault(source => source.Length > 0) ?? "",
            UnreadTelemetry = fixes.Count > 0 ? null : facts.Select(one => one.UnreadTelemetry).FirstOrDefault(why => why is not null),
            UnreadText = fixes.Count > 0 ? null : facts.Select(one => one.UnreadText).FirstOrDefault(text => text is not null),
        };
        return (given.Start, given.Local) switch
        {
            ({ } start, _) => joined with { RecordedAt = start, IsZoneKnown = true, RecordedAtSource = TimeOrigin.Given, RecordedAtUncertaintySeconds = 1 },
            (_, { } local) => joined with { RecordedAt = new DateTimeOffset(local, TimeSpan.Zero), IsZoneKnown = false, RecordedAtSource = TimeOrigin.Given, RecordedAtUncertaintySeconds = 1 },
            _ => joined,
        };
    }

    private static List<GpsFix> Thinned(List<GpsFix> fixes)
    {
        int step = (fixes.Count + MostFixes - 1) / MostFixes;
        return step <= 1 ? fixes : [.. fixes.Where((_, i) => i % step == 0)];
    }
}
