using PixelShap.Video.Attribution;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Results;

/// <summary>A moment at which an answer depended strongly on one road user.</summary>
/// <param name="Keyframe">The keyframe at its height.</param>
/// <param name="TrackId">The road user.</param>
/// <param name="ClassName">Its class.</param>
/// <param name="Importance">Its φ there, smoothed over time.</param>
/// <param name="Score">What moments are ranked by: the lower end of φ (one standard deviation below) plus half of what φ rose by in the two seconds
/// before.</param>
public sealed record DecisiveMoment(JournalKeyframe Keyframe, int TrackId, string ClassName, ImportanceSample Importance, double Score)
{
    private const double LookBackSeconds = 2;
    private const double RiseWeight = 0.5;

    /// <summary>The least φ of a decisive moment: less is not decisive, however little the other keyframes had.</summary>
    public const double LeastImportance = 0.05;

    // Beside the most decisive moment of the stretch.
    private const double LeastShare = 0.2;
    private const double Exact = 1e-6;

    /// <summary>The most decisive moments of a stretch of a run, the most decisive first.</summary>
    /// <param name="results">The run.</param>
    /// <param name="from">The start of the stretch on the axis of the run, inclusive.</param>
    /// <param name="to">Its end, exclusive.</param>
    /// <param name="count">The most moments, at least 1.</param>
    /// <param name="apart">The least distance between two of them in seconds.</param>
    public static IReadOnlyList<DecisiveMoment> Find(RunResults results, double from, double to, int count, double apart)
    {
        ArgumentNullException.ThrowIfNull(results);
        var chosen = new List<DecisiveMoment>();
        DecisiveMoment[] all = [.. results.Timeline.Keyframes
            .Where(keyframe => keyframe.Seconds >= from && keyframe.Seconds < to)
            .Select(keyframe => At(results, keyframe))
            .OfType<DecisiveMoment>()];
        double least = LeastShare * all.Select(moment => moment.Score).DefaultIfEmpty().Max();
        foreach (DecisiveMoment moment in all.Where(moment => moment.Score >= least).OrderByDescending(moment => moment.Score).ThenBy(moment => moment.Keyframe.Seconds))
        {
            if (chosen.Count < count && chosen.TrueForAll(other => Math.Abs(other.Keyframe.Seconds - moment.Keyframe.Seconds) >= apart))
            {
                chosen.Add(moment);
            }
        }

        return chosen;
    }

    /// <summary>What a keyframe is worth as a moment; null where the answer depended clearly on no single road user.</summary>
    private static DecisiveMoment? At(RunResults results, JournalKeyframe keyframe)
    {
        DecisiveMoment? best = null;
        foreach (PlayerValue player in keyframe.Players.Where(player => player.TrackIds.Count == 1))
        {
            int track = player.TrackIds[0];
            ImportanceSample now = results.Timeline.At(track, keyframe.Seconds);
            if (now.Kind != SampleKind.Observed || now.Mean < LeastImportance || now.Mean < Math.Sqrt(now.Variance))
            {
                continue;
            }

            double before = keyframe.Seconds - LookBackSeconds;
            bool wasThere = results.Tracks.TryGetValue(track, out TrackSpan? span) && span.FirstSeconds <= before + Exact;

            // Before the first keyframe nobody knows what an answer would have depended on.
            double rise = before < results.Timeline.Keyframes[0].Seconds - Exact ? 0 : now.Mean - (wasThere ? results.Timeline.At(track, before).Mean : 0);
            double score = now.Mean - Math.Sqrt(now.Variance) + (RiseWeight * Math.Max(0, rise));
            if (best is null || score > best.Score)
            {
                best = new DecisiveMoment(keyframe, track, results.ClassOf(track, player.ClassName), now, score);
            }
        }

        return best;
    }
}
