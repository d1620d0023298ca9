namespace PixelShap.Video.Tracking.Evaluation;

/// <summary>Tracks a whole sequence after the fact: the first sights of a track are added once it is confirmed, and short gaps are filled.</summary>
/// <param name="options">How to track.</param>
/// <param name="interpolation">How gaps are filled; null leaves them open.</param>
/// <param name="time">The clock that association is timed with.</param>
public sealed class OfflineTracking(MultiObjectTrackerOptions options, OfflineInterpolation? interpolation, TimeProvider time)
{
    /// <summary>The tracks of a sequence, by frame and track id, and the time that association alone took.</summary>
    public (IReadOnlyList<TrackObservation> Observations, TimeSpan Association) Run(DetectionSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        var tracker = new MultiObjectTracker(options);
        var observations = new List<TrackObservation>();
        long spent = 0;
        for (int i = 0; i < sequence.Frames.Count; i++)
        {
            long start = time.GetTimestamp();
            IReadOnlyList<TrackedObject> seen = tracker.Update(sequence.Frames[i], sequence.Detections[i]);
            spent += time.GetTimestamp() - start;
            observations.AddRange(tracker.Earlier);
            observations.AddRange(seen.Select(one => new TrackObservation(sequence.Frames[i], one)));
        }

        TimeSpan association = TimeSpan.FromSeconds((double)spent / time.TimestampFrequency);
        return ((interpolation ?? new OfflineInterpolation(TimeSpan.Zero)).Fill(sequence.Frames, observations), association);
    }
}
