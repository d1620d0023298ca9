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
        int epoch = -1;
        foreach (JournalFrame frame in results.ReadTracks(withMasks: false))
        {
            if (frame.Signals is not { } signals)
            {
                continue;
            }

            found.AddRange(detector.Look(new EventView
            {
                Seconds = frame.Seconds,
                StepSeconds = epoch == frame.Epoch && last is { } before ? frame.Seconds - before : 0,
                Width = frame.Width,
                Height = frame.Height,
                Signals = signals,
                Objects = [.. frame.Objects.Select(item => new EventObject(item.TrackId, results.ClassOf(item.TrackId, item.ClassName), frame.Detections[item.Detection].Box))],
                Speed = SpeedAt(clip, frame.Seconds),
            }));
            (last, epoch) = (frame.Seconds, frame.Epoch);
        }

        return EventDetector.Settle(found);
    }

    /// <summary>The speed between two fixes, linear: receivers tell it once a second, and a step would be braking.</summary>
    private static double? SpeedAt(ClipFacts clip, double seconds)
    {
        if (clip.Fixes.Count < 2 || clip.FixAt(seconds, FreshSeconds) is not { SpeedMetresPerSecond: { } speed } fix)
        {
            return null;
        }

        return clip.Fixes.FirstOrDefault(next => next.Seconds > fix.Seconds && next.Seconds - fix.Seconds <= FreshSeconds) is { SpeedMetresPerSecond: { } later } after
            ? speed + ((later - speed) * (seconds - fix.Seconds) / (after.Seconds - fix.Seconds))
            : speed;
    }
}
