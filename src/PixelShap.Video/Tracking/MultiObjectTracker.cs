using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Tracking;

/// <summary>
/// Follows objects through the frames of a moving camera. Association in two rounds by score after ByteTrack (Zhang et al., ECCV 2022);
/// momentum, recovery and re-update from observations after OC-SORT (Cao et al., CVPR 2023); camera motion after BoT-SORT (Aharon et al.,
/// 2022). The motion model runs on the true time between frames. A track keeps one class, chosen by vote.
/// </summary>
public sealed class MultiObjectTracker : ITracker
{
    private readonly MultiObjectTrackerOptions _options;
    private readonly Affinity _affinity;
    private readonly List<Track> _tracks = [];
    private readonly List<TrackObservation> _earlier = [];
    private int _lastId;
    private int? _epoch;

    /// <summary>Creates a tracker.</summary>
    /// <param name="options">How to track; the defaults when null.</param>
    public MultiObjectTracker(MultiObjectTrackerOptions? options = null)
    {
        _options = options ?? new MultiObjectTrackerOptions();
        _affinity = new Affinity(_options);
    }

    /// <inheritdoc/>
    public IReadOnlyList<TrackObservation> Earlier => _earlier;

    /// <inheritdoc/>
    public IReadOnlyList<TrackedObject> Update(FrameHeader frame, IReadOnlyList<Detection> detections) =>
        Update(frame, detections, CameraMotion.None);

    /// <summary>As <see cref="Update(FrameHeader, IReadOnlyList{Detection})"/>, knowing more about the frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="detections">What the segmenter saw in it; second sights of one object are left out.</param>
    /// <param name="cameraMotion">How the camera moved since the frame of the last update.</param>
    public IReadOnlyList<TrackedObject> Update(FrameHeader frame, IReadOnlyList<Detection> detections, CameraMotion cameraMotion)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(detections);
        ArgumentNullException.ThrowIfNull(cameraMotion);
        detections = DoubleSights.Remove(detections);
        _earlier.Clear();
        if (_epoch != frame.Epoch.Number)
        {
            _epoch = frame.Epoch.Number;
            _tracks.Clear();
        }

        double now = frame.Pts.Seconds;
        foreach (Track track in _tracks)
        {
            if (cameraMotion != CameraMotion.None)
            {
                track.Warp(cameraMotion);
            }

            track.Predict(now);
        }

        var round = new Round(_affinity, frame, detections);
        List<Track> confirmed = _tracks.FindAll(track => track.IsConfirmed), tentative = _tracks.FindAll(track => !track.IsConfirmed);
        List<int> high = round.Where(score => score >= _options.HighScore);
        List<int> low = round.Where(score => score >= _options.LowScore && score < _options.HighScore);
        round.Match(confirmed, high, track => track.Predicted, _options.MinOverlap);
        round.Match(confirmed.FindAll(track => track.Missed == 0), low, track => track.Predicted, _options.LowScoreMinOverlap);
        round.Match(confirmed, high, track => track.LastBox, _options.RecoveryMinOverlap);
        round.Match(tentative, high, track => track.Predicted, _options.MinOverlap);
        foreach (Track track in _tracks)
        {
            if (!round.Has(track))
            {
                track.Miss();
            }
        }

        List<TrackedObject> seen = Emit(round);
        _tracks.RemoveAll(track => track.IsConfirmed ? now - track.LastSeconds > _options.MaxGap.TotalSeconds : track.Missed > 0);
        Birth(round, high.FindAll(index => round.IsFree(index) && detections[index].Score >= _options.NewTrackScore), seen);
        seen.Sort((first, second) => first.TrackId.CompareTo(second.TrackId));
        return seen;
    }

    private void Birth(Round round, List<int> indices, List<TrackedObject> seen)
    {
        if (indices.Count == 0)
        {
            return;
        }

        var neighbours = new Neighbourhood(_tracks);
        var scale = AccelerationScale.Expect(_tracks);
        foreach (int index in indices)
        {
            Detection detection = round.Detections[index];
            var born = new Track(round.Frame, detection, neighbours.Velocity(detection.Box), scale, _options.Noise);
            _tracks.Add(born);
            if (_options.MinHits <= 1)
            {
                born.Confirm(++_lastId);
                born.Tentative.Clear();
                seen.Add(born.Emit(detection));
            }
        }
    }

    private List<TrackedObject> Emit(Round round)
    {
        var seen = new List<TrackedObject>();
        foreach ((Track track, Detection detection) in round.Matches)
        {
            if (!track.IsConfirmed && track.Hits >= _options.MinHits)
            {
                track.Confirm(++_lastId);
                _earlier.AddRange(track.Tentative.SkipLast(1)
                    .Select(sight => new TrackObservation(sight.Frame, track.Emit(sight.Detection))));
                track.Tentative.Clear();
            }

            if (track.IsConfirmed)
            {
                seen.Add(track.Emit(detection));
            }
        }

        return seen;
    }
}
