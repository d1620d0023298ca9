using PixelShap.Video.Clips;
using PixelShap.Video.Events;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Results;

/// <summary>What happened on the drive of a finished run: the rules that watch live, over the frames of the journal with the tracks as hindsight shows them.</summary>
internal static class RunEvents
{
    // A fix older than this tells no speed.
    private const double FreshSeconds = 1.5;

    /// <summary>The events in order of time; none in a run of before pictures were measured.</summary>
    public static IReadOnlyList<DrivingEvent> Of(RunResults results)
    {
        ClipFacts clip = results.Clip;
        var detector = new EventDetector();
        List<DrivingEvent> found = [];
        double? last = null;
        int epoch = -1, next = 0;
        foreach (JournalFrame frame in results.ReadTracks(withMasks: false))
        {
            if (frame.Signals is not { } signals)
            {
                continue;
            }

            while (next < clip.Fixes.Count && clip.Fixes[next].Seconds <= frame.Seconds)
            {
                next++;
            }

            found.AddRange(detector.Look(new EventView
            {
                Seconds = frame.Seconds,
                StepSeconds = epoch == frame.Epoch && last is { } before ? frame.Seconds - before : 0,
                Width = frame.Width,
                Height = frame.Height,
                Signals = signals,
                Objects = [.. frame.Objects.Select(item => new EventObject(item.TrackId, results.ClassOf(item.TrackId, item.ClassName), frame.Detections[item.Detection].Box))],
                Speed = Speed(clip.Fixes, next, frame.Seconds),
            }));
            (last, epoch) = (frame.Seconds, frame.Epoch);
        }

        return EventDetector.Settle(found);
    }

    /// <summary>The speed between two fixes, linear: receivers tell it once a second, and a step would be braking. Null where the last one is too old.</summary>
    /// <param name="fixes">The fixes in order of time.</param>
    /// <param name="next">The first one after <paramref name="seconds"/>.</param>
    /// <param name="seconds">The time.</param>
    private static double? Speed(IReadOnlyList<GpsFix> fixes, int next, double seconds)
    {
        if (next == 0 || fixes[next - 1] is not { SpeedMetresPerSecond: { } speed } last || seconds - last.Seconds > FreshSeconds)
        {
            return null;
        }

        return next < fixes.Count && fixes[next] is { SpeedMetresPerSecond: { } later } after && after.Seconds - last.Seconds <= FreshSeconds
            ? speed + ((later - speed) * (seconds - last.Seconds) / (after.Seconds - last.Seconds))
            : speed;
    }
}
