using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Evaluation.Tracking;

/// <summary>
/// Tracks a sequence as a run with the same settings does: the tracker gets the detections, the journal's frames what it makes of them, and
/// <see cref="OfflineTracks"/> those frames. There are no pictures, so that the camera's motion is not taken out.
/// </summary>
/// <param name="configuration">The tracker's settings.</param>
/// <param name="time">The clock that association is timed with.</param>
public sealed class OfflineTracking(TrackerConfiguration configuration, TimeProvider time)
{
    /// <summary>The tracks of a sequence, by frame and track id, and the time that association alone took.</summary>
    public (IReadOnlyList<TrackObservation> Observations, TimeSpan Association) Run(DetectionSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        var tracker = new MultiObjectTracker(configuration.ToOptions(every: 1));
        var survey = new TrackSurvey();
        var frames = new List<JournalFrame>();
        long spent = 0;
        for (int i = 0; i < sequence.Frames.Count; i++)
        {
            long start = time.GetTimestamp();
            IReadOnlyList<TrackedObject> seen = tracker.Update(sequence.Frames[i], sequence.Detections[i]);
            spent += time.GetTimestamp() - start;
            JournalFrame frame = JournalFrame.Of(sequence.Frames[i], sequence.Frames[i].Pts.Seconds, sequence.Detections[i], seen) with
            {
                Earlier = [.. tracker.Earlier.Select(sight => EarlierSight.Of(sight, sight.Frame.Pts.Seconds))],
            };
            survey.Add(frame);
            frames.Add(frame);
        }

        OfflineTracks tracks = survey.Finish(configuration, new HashSet<int>());
        TrackObservation[] finished =
        [
            .. tracks.Of(frames).Zip(sequence.Frames).SelectMany(pair => pair.First.Objects.Select(item => new TrackObservation(
                pair.Second,
                new TrackedObject(item.TrackId, pair.First.Detections[item.Detection] with { ClassName = tracks.Spans[item.TrackId].ClassName })))),
        ];
        return (finished, TimeSpan.FromSeconds((double)spent / time.TimestampFrequency));
    }
}
