using PixelShap.Video.Events;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Results;

/// <summary>A moment that a review shows: an event, or one at which an answer depended strongly on one road user.</summary>
/// <param name="Seconds">When it is, on the axis of the run.</param>
/// <param name="Event">The event; null where it is none.</param>
/// <param name="Decisive">What the answer depended on there; null where it depended clearly on no single road user.</param>
/// <param name="Keyframe">The keyframe whose answer speaks of it: the first one within a second and a half after it, or the last before; null where none was valued.</param>
public sealed record ReviewMoment(double Seconds, DrivingEvent? Event, DecisiveMoment? Decisive, JournalKeyframe? Keyframe)
{
    // A cut or a stop is noted and is no reason to look.
    private const double LeastStrength = 0.25;

    private const double AfterSeconds = 1.5;

    /// <summary>The moments of a stretch of a run: events first, the strongest first; then the most decisive ones.</summary>
    /// <param name="results">The run.</param>
    /// <param name="from">The start of the stretch on the axis of the run, inclusive.</param>
    /// <param name="to">Its end, exclusive.</param>
    /// <param name="count">The most moments, at least 1.</param>
    /// <param name="apart">The least distance between two of them in seconds.</param>
    public static IReadOnlyList<ReviewMoment> Find(RunResults results, double from, double to, int count, double apart)
    {
        ArgumentNullException.ThrowIfNull(results);
        IReadOnlyList<DecisiveMoment> decisive = DecisiveMoment.Find(results, from, to, int.MaxValue, 0);
        IEnumerable<ReviewMoment> events = results.Events
            .Where(one => one.Strength >= LeastStrength && one.Seconds >= from && one.Seconds < to)
            .OrderByDescending(one => one.Strength).ThenBy(one => one.Seconds)
            .Select(one => Of(one, results, decisive));
        var chosen = new List<ReviewMoment>();
        foreach (ReviewMoment moment in events.Concat(decisive.Select(one => new ReviewMoment(one.Keyframe.Seconds, null, one, one.Keyframe))))
        {
            if (chosen.Count < count && chosen.TrueForAll(other => Math.Abs(other.Seconds - moment.Seconds) >= apart))
            {
                chosen.Add(moment);
            }
        }

        return chosen;
    }

    private static ReviewMoment Of(DrivingEvent one, RunResults results, IReadOnlyList<DecisiveMoment> decisive)
    {
        IReadOnlyList<JournalKeyframe> keyframes = results.Timeline.Keyframes;
        JournalKeyframe? keyframe = keyframes.FirstOrDefault(each => each.Seconds >= one.Seconds && each.Seconds <= one.Seconds + AfterSeconds)
            ?? keyframes.LastOrDefault(each => each.Seconds <= one.Seconds);
        return new ReviewMoment(one.Seconds, one, decisive.FirstOrDefault(each => each.Keyframe == keyframe), keyframe);
    }
}
