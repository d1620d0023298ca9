using PixelShap.Video.Tracking;

namespace PixelShap.Video.Evaluation.Tracking;

/// <summary>
/// Tracks a whole sequence after the fact, with what only the end of a track tells: its first sights are added once it is confirmed, every
/// sight gets the class with the most evidence, tracks of low mean score are dropped, short gaps are filled, and boxes are smoothed.
/// </summary>
/// <param name="options">How to track and what to keep.</param>
/// <param name="time">The clock that association is timed with.</param>
public sealed class OfflineTracking(OfflineTrackingOptions options, TimeProvider time)
{
    private readonly OfflineInterpolation _interpolation = new(options.MaxFilledGap);
    private readonly OfflineSmoothing _smoothing = new(options.SmoothingWidth);

    /// <summary>The tracks of a sequence, by frame and track id, and the time that association alone took.</summary>
    public (IReadOnlyList<TrackObservation> Observations, TimeSpan Association) Run(DetectionSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        var tracker = new MultiObjectTracker(options.Tracker);
        var observations = new List<TrackObservation>();
        var lives = new Dictionary<int, TrackLife>();
        long spent = 0;
        for (int i = 0; i < sequence.Frames.Count; i++)
        {
            long start = time.GetTimestamp();
            IReadOnlyList<TrackedObject> seen = tracker.Update(sequence.Frames[i], sequence.Detections[i]);
            spent += time.GetTimestamp() - start;
            observations.AddRange(tracker.Earlier);
            observations.AddRange(seen.Select(one => new TrackObservation(sequence.Frames[i], one)));
            AddTo(lives, tracker.Ended);
        }

        AddTo(lives, tracker.Alive);
        IEnumerable<TrackObservation> kept = observations
            .Where(one => lives[one.Object.TrackId].MeanScore >= options.MinMeanScore)
            .Select(one => WithClassOf(lives[one.Object.TrackId], one));
        IReadOnlyList<TrackObservation> finished = _smoothing.Smooth(_interpolation.Fill(sequence.Frames, kept));
        return (finished, TimeSpan.FromSeconds((double)spent / time.TimestampFrequency));
    }

    private static void AddTo(Dictionary<int, TrackLife> lives, IReadOnlyList<TrackLife> more)
    {
        foreach (TrackLife life in more)
        {
            lives.Add(life.TrackId, life);
        }
    }

    private static TrackObservation WithClassOf(TrackLife life, TrackObservation one)
    {
        (int id, Segmentation.Detection detection) = one.Object;
        return one with { Object = new TrackedObject(id, detection with { ClassId = life.ClassId, ClassName = life.ClassName }) };
    }
}

/// <summary>How a whole sequence is tracked after the fact.</summary>
public sealed record OfflineTrackingOptions
{
    /// <summary>How to track. The default value is the tracker's own.</summary>
    public MultiObjectTrackerOptions Tracker { get; init; } = new();

    /// <summary>Tracks with a lower mean score are taken for false alarms. The default value is 0.65.</summary>
    public double MinMeanScore { get; init; } = 0.65;

    /// <summary>The longest time between two sights that is filled. The default value is 1.5 seconds.</summary>
    public TimeSpan MaxFilledGap { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// The width of the smoothing in time; zero leaves the boxes as they were detected. The default value is 0.1 seconds.
    /// </summary>
    public TimeSpan SmoothingWidth { get; init; } = TimeSpan.FromSeconds(0.1);
}
