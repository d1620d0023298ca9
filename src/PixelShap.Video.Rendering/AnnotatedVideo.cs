using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering;

/// <summary>What annotated videos show of a finished run.</summary>
internal static class AnnotatedVideo
{
    private const int CurveCount = 5;
    private const int PointsPerCurve = 240;

    // How long an event is named on the picture; a little before it, so that nobody misses it.
    private const double EventLeadSeconds = 0.1, EventSeconds = 2;

    /// <summary>What there is to show on a frame.</summary>
    internal static Scene SceneOf(JournalFrame frame, RunResults results)
    {
        ImportanceTimeline timeline = results.Timeline;

        // Before the first keyframe its answer is shown, so that the caption does not begin empty.
        JournalKeyframe? keyframe = timeline.KeyframeAt(frame.Seconds) ?? (timeline.Keyframes.Count > 0 ? timeline.Keyframes[0] : null);
        return new Scene
        {
            TimeSeconds = frame.Seconds,
            Prompt = keyframe?.Prompt ?? "",
            Answer = keyframe?.Answer ?? "",
            Model = keyframe?.Model ?? "",
            Warning = keyframe?.DoNotRely is null ? "" : "Do not rely on this answer. ",
            Verdict = keyframe is null ? "" : results.Settled(keyframe).Attribution.Verdict.Sentence,
            IsKeyframe = timeline.IsKeyframe(frame.Index),
            Happening = HappeningAt(frame.Seconds, results),
            Objects =
            [
                .. frame.Objects.Select(item =>
                {
                    Detection detection = frame.Detections[item.Detection];
                    return new SceneObject(item.TrackId, results.ClassOf(item.TrackId, item.ClassName), detection.Box, detection.Mask, timeline.SinceValued(item.TrackId, frame.Seconds));
                }),
                .. ShownRegions.At(timeline, frame.Seconds, frame.Width, frame.Height).Select(SceneObject.Of),
            ],
        };
    }

    /// <summary>The event that is shown at a time: the strongest of those that began in the seconds before; empty for none.</summary>
    private static string HappeningAt(double seconds, RunResults results) => results.Events
        .Where(one => seconds >= one.Seconds - EventLeadSeconds && seconds <= one.Seconds + EventSeconds)
        .MaxBy(one => one.Strength) is { } shown ? ReviewStory.Words(shown, results) : "";

    /// <summary>Importance over a stretch of time, of the tracks that mattered most over all of it and of the one that its most decisive moment is about.</summary>
    /// <param name="results">What was found.</param>
    /// <param name="from">The start of the stretch on the axis of the run.</param>
    /// <param name="to">Its end, later than the start.</param>
    /// <param name="moments">The tracks of the moments that are shown; null for that of the most decisive one.</param>
    /// <param name="only">The tracks that may be shown; null for all.</param>
    internal static ImportanceStrip StripOf(RunResults results, double from, double to, IReadOnlyList<int>? moments = null, IReadOnlyCollection<int>? only = null)
    {
        HashSet<int> wanted = [.. moments ?? DecisiveMoment.Find(results, from, to, 1, 0).Select(moment => moment.TrackId)];
        ImportanceCurve[] curves =
        [
            .. results.Timeline.Tracks
                .Where(track => only?.Contains(track.Key) != false && results.Tracks.TryGetValue(track.Key, out TrackSpan? span) && span.FirstSeconds < to && span.LastSeconds >= from
                    && track.Value.Observations[0].Seconds < to)
                .OrderByDescending(track => wanted.Contains(track.Key))
                .ThenByDescending(track => Weight(results, track.Key, seconds => seconds >= from && seconds <= to))
                .ThenBy(track => track.Key)
                .Take(CurveCount)
                .Select(track => CurveOf(results.Tracks[track.Key], track.Value, from, to)),
        ];
        double[] keyframes = [.. results.Timeline.Keyframes.Select(keyframe => keyframe.Seconds).Where(seconds => seconds >= from && seconds <= to)];
        return new ImportanceStrip(from, to, keyframes, curves);
    }

    /// <summary>How much a track mattered: its importance added up over those of the shown keyframes at which it was valued.</summary>
    /// <param name="results">The run.</param>
    /// <param name="track">A track that was valued.</param>
    /// <param name="shown">Whether a time is shown.</param>
    internal static double Weight(RunResults results, int track, Func<double, bool> shown)
    {
        ImportanceTrack importance = results.Timeline.Tracks[track];
        double last = results.Tracks[track].LastSeconds;
        return importance.Observations
            .Where(observation => observation.Seconds <= last && shown(observation.Seconds))
            .Sum(observation => importance.At(observation.Seconds).Mean);
    }

    private static ImportanceCurve CurveOf(TrackSpan span, ImportanceTrack track, double from, double to)
    {
        double start = Math.Max(Math.Max(span.FirstSeconds, track.Observations[0].Seconds), from), length = Math.Min(span.LastSeconds, to) - start;
        IEnumerable<double> times = Enumerable.Range(0, PointsPerCurve).Select(i => start + (length * i / (PointsPerCurve - 1)));
        return new ImportanceCurve(span.TrackId, span.ClassName, [.. times.Distinct().Select(seconds =>
        {
            ImportanceSample sample = track.At(seconds);
            return new ImportancePoint(seconds, sample.Mean, Math.Sqrt(sample.Variance));
        })]);
    }
}
