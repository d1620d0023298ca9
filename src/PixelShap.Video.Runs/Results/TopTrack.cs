using PixelShap.Video.Importance;

namespace PixelShap.Video.Runs.Results;

/// <summary>A track that the answers to a prompt depended on, summed up over the run.</summary>
/// <param name="Span">The track.</param>
/// <param name="Sum">φ added up over its keyframes.</param>
/// <param name="Mean">The mean of φ over its keyframes.</param>
/// <param name="Peak">The largest φ.</param>
/// <param name="PeakSeconds">When that was.</param>
public sealed record TopTrack(TrackSpan Span, double Sum, double Mean, double Peak, double PeakSeconds)
{
    private const int Shown = 8;

    /// <summary>Whether it can be told from nothing at one of its keyframes. The default value is true.</summary>
    public bool IsMeasurable { get; init; } = true;

    /// <summary>The tracks that the answers depended on most.</summary>
    public static IReadOnlyList<TopTrack> Of(PromptResults prompt, RunResults results)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(results);
        return
        [
            .. prompt.Timeline.Tracks
                .Where(track => results.Tracks.ContainsKey(track.Key))
                .Select(track => Of(results.Tracks[track.Key], track.Value))
                .OrderByDescending(row => row.Sum)
                .ThenBy(row => row.Span.TrackId)
                .Take(Shown),
        ];
    }

    private static TopTrack Of(TrackSpan span, ImportanceTrack track)
    {
        (double Seconds, double Mean, double Variance)[] samples = [.. track.Observations.Select(observation => (observation.Seconds, track.At(observation.Seconds))).Select(item => (item.Seconds, item.Item2.Mean, item.Item2.Variance))];
        (double Seconds, double Mean, double Variance) peak = samples.MaxBy(sample => sample.Mean);
        return new TopTrack(span, samples.Sum(sample => sample.Mean), samples.Average(sample => sample.Mean), peak.Mean, peak.Seconds)
        {
            IsMeasurable = samples.Any(sample => Measurable.IsMeasurable(sample.Mean, Math.Sqrt(sample.Variance))),
        };
    }
}
