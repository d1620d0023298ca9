using PixelShap.Similarity;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Results;

/// <summary>A stretch of time in which the answers depended most on one and the same object or region, or on none for the same reason.</summary>
/// <param name="From">Its first second.</param>
/// <param name="To">Its last second.</param>
/// <param name="TrackId">The track; null where no track's importance reached the threshold.</param>
/// <param name="ClassName">The class of the track, as it was settled at last; empty where there is none.</param>
/// <param name="Mean">The mean of the track's smoothed φ, or of the region's value, at the keyframes of the stretch; 0 where there is neither.</param>
/// <param name="Answer">The answer to the whole picture at the keyframe of the stretch at which the track mattered most.</param>
public sealed record TopSpan(double From, double To, int? TrackId, string ClassName, double Mean, string Answer)
{
    /// <summary>From this φ on, an object counts as mattering.</summary>
    public const double Threshold = 0.1;

    // Answers are one stretch where they are so alike, by their words: a warning does not vanish among answers that say that all is well.
    private const double SameAnswer = 0.5;

    /// <summary>What the answers rested on. The default value is nothing.</summary>
    public VerdictKind Verdict { get; init; } = VerdictKind.Nothing;

    /// <summary>The region that they rested on most; null where it was none. The default value is null.</summary>
    public SceneRegion? Region { get; init; }

    /// <summary>The stretches of a run with one prompt, from the first keyframe to the end of the run.</summary>
    public static IReadOnlyList<TopSpan> Of(PromptResults prompt, RunResults results)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(results);
        return Of(prompt.Timeline, results.Tracks, results.Seconds.End);
    }

    /// <summary>The stretches between keyframes; each keyframe speaks for the time until the next.</summary>
    /// <param name="timeline">Importance over time.</param>
    /// <param name="tracks">The tracks by id.</param>
    /// <param name="end">The end of the run in seconds.</param>
    public static IReadOnlyList<TopSpan> Of(ImportanceTimeline timeline, IReadOnlyDictionary<int, TrackSpan> tracks, double end)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        ArgumentNullException.ThrowIfNull(tracks);
        var spans = new List<TopSpan>();
        var values = new List<double>();
        for (int i = 0; i < timeline.Keyframes.Count; i++)
        {
            JournalKeyframe keyframe = timeline.Keyframes[i];
            double to = i + 1 < timeline.Keyframes.Count ? timeline.Keyframes[i + 1].Seconds : Math.Max(end, keyframe.Seconds);
            (int? track, double value) = Top(keyframe, timeline);
            Verdict verdict = keyframe.Attribution.Verdict;
            SceneRegion? region = verdict.Regions.FirstOrDefault(found => found.Value > value);
            (track, value) = region is null ? (track, value) : (null, region.Value);
            if (spans.Count > 0 && Continues(spans[^1], track, region, verdict.Kind, keyframe.Answer))
            {
                string answer = value > values.Max() ? keyframe.Answer : spans[^1].Answer;
                values.Add(value);
                spans[^1] = spans[^1] with { To = to, Mean = track is null && region is null ? 0 : values.Average(), Answer = answer };
                continue;
            }

            values = [value];
            string name = track is { } id && tracks.TryGetValue(id, out TrackSpan? span) ? span.ClassName : "";
            spans.Add(new TopSpan(keyframe.Seconds, to, track, name, track is null && region is null ? 0 : value, keyframe.Answer) { Verdict = verdict.Kind, Region = region });
        }

        return spans;
    }

    /// <summary>A stretch goes on as long as the answers rest on the same for the same reason and say about the same.</summary>
    private static bool Continues(TopSpan span, int? track, SceneRegion? region, VerdictKind verdict, string answer) =>
        span.TrackId == track && span.Region?.Id == region?.Id && span.Verdict == verdict && WordsSimilarity.Compare(span.Answer, answer) >= SameAnswer;

    private static (int? Track, double Value) Top(JournalKeyframe keyframe, ImportanceTimeline timeline)
    {
        (int Track, double Value)[] mattering =
        [
            .. keyframe.Players
                .SelectMany(player => player.TrackIds)
                .Select(track => (Track: track, Value: timeline.At(track, keyframe.Seconds).Mean))
                .Where(item => item.Value >= Threshold)
                .OrderByDescending(item => item.Value)
                .ThenBy(item => item.Track),
        ];
        return mattering.Length == 0 ? (null, 0) : mattering[0];
    }
}
