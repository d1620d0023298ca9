using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Results;

/// <summary>The importance of every track over a finished run, and the answers. Holds what the keyframes found, not the frames.</summary>
public sealed class ImportanceTimeline
{
    private readonly Dictionary<int, ImportanceTrack> _tracks;
    private readonly Dictionary<long, JournalKeyframe> _keyframesByFrame;

    private ImportanceTimeline(Dictionary<int, ImportanceTrack> tracks, IReadOnlyList<JournalKeyframe> keyframes)
    {
        _tracks = tracks;
        Keyframes = keyframes;
        _keyframesByFrame = keyframes.ToDictionary(keyframe => keyframe.Frame);
    }

    /// <summary>The keyframes in order of time.</summary>
    public IReadOnlyList<JournalKeyframe> Keyframes { get; }

    /// <summary>The tracks that were valued, by id.</summary>
    public IReadOnlyDictionary<int, ImportanceTrack> Tracks => _tracks;

    /// <summary>Smooths the values of all keyframes.</summary>
    /// <param name="keyframes">The keyframes of a run in any order.</param>
    /// <param name="configuration">How importance moves.</param>
    public static ImportanceTimeline From(IEnumerable<JournalKeyframe> keyframes, ImportanceConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        JournalKeyframe[] ordered = [.. keyframes.OrderBy(keyframe => keyframe.Frame)];
        var observations = new Dictionary<int, List<ImportanceObservation>>();
        foreach ((int id, _, ImportanceObservation observation) in ordered.SelectMany(keyframe => KeyframeObservations.Of(keyframe, configuration)))
        {
            if (!observations.TryGetValue(id, out List<ImportanceObservation>? list))
            {
                observations.Add(id, list = []);
            }

            list.Add(observation);
        }

        return new ImportanceTimeline(
            observations.ToDictionary(pair => pair.Key, pair => new ImportanceTrack(pair.Value, configuration.DriftPerSecond)), ordered);
    }

    /// <summary>The smoothed importance of a track; <see cref="SampleKind.None"/> for one that no keyframe valued.</summary>
    public ImportanceSample At(int trackId, double seconds) =>
        _tracks.TryGetValue(trackId, out ImportanceTrack? track) ? track.At(seconds) : new ImportanceSample(0, double.PositiveInfinity, SampleKind.None);

    /// <summary>The same for people to see as it happens: nothing before the first keyframe that valued the track, although smoothing knows more.</summary>
    public ImportanceSample SinceValued(int trackId, double seconds) =>
        _tracks.TryGetValue(trackId, out ImportanceTrack? track) && track.Observations[0].Seconds > seconds
            ? new ImportanceSample(0, double.PositiveInfinity, SampleKind.None)
            : At(trackId, seconds);

    /// <summary>Whether a frame is a keyframe.</summary>
    public bool IsKeyframe(long frame) => _keyframesByFrame.ContainsKey(frame);

    /// <summary>The last keyframe at or before a time; null before the first.</summary>
    public JournalKeyframe? KeyframeAt(double seconds) => CountUntil(seconds) is > 0 and int count ? Keyframes[count - 1] : null;

    /// <summary>The first keyframe after a time; null after the last.</summary>
    public JournalKeyframe? KeyframeAfter(double seconds) => CountUntil(seconds) is int count && count < Keyframes.Count ? Keyframes[count] : null;

    private int CountUntil(double seconds)
    {
        int low = 0, high = Keyframes.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Keyframes[middle].Seconds <= seconds ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
