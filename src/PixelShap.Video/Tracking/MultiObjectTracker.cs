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
    private readonly List<TrackLife> _ended = [];
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

    /// <summary>The confirmed tracks that have not ended, by track id; also those without a detection in the last frame.</summary>
    public IReadOnlyList<TrackLife> Alive => [.. _tracks.Where(track => track.IsConfirmed).OrderBy(track => track.Id).Select(track => track.Life)];

    /// <summary>The confirmed tracks that ended with the last update.</summary>
    public IReadOnlyList<TrackLife> Ended => _ended;

    /// <summary>
    /// The earlier sights of the tracks that the last update confirmed: an offline run adds them to the frames before.
    /// </summary>
    public IReadOnlyList<TrackObservation> Earlier => _earlier;

    /// <inheritdoc/>
    public IReadOnlyList<TrackedObject> Update(FrameHeader frame, IReadOnlyList<Detection> detections) => Update(frame, detections, CameraMotion.None);

    /// <summary>As <see cref="Update(FrameHeader, IReadOnlyList{Detection})"/>, knowing more about the frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="detections">What the segmenter saw in it.</param>
    /// <param name="cameraMotion">How the camera moved since the frame of the last update.</param>
    /// <param name="embeddings">What each detection looks like, in the same order; null without an appearance model.</param>
    /// <exception cref="ArgumentException">There are not as many embeddings as detections.</exception>
    public IReadOnlyList<TrackedObject> Update(
        FrameHeader frame, IReadOnlyList<Detection> detections, CameraMotion cameraMotion, IReadOnlyList<float[]?>? embeddings = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(detections);
        ArgumentNullException.ThrowIfNull(cameraMotion);
        if (embeddings is not null && embeddings.Count != detections.Count)
        {
            throw new ArgumentException($"{embeddings.Count} embeddings for {detections.Count} detections.", nameof(embeddings));
        }

        _ended.Clear();
        _earlier.Clear();
        if (_epoch != frame.Epoch.Number)
        {
            _epoch = frame.Epoch.Number;
            End(_ => true);
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

        var round = new Round(_affinity, frame, detections, embeddings);
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
        End(track => track.IsConfirmed ? now - track.LastSeconds > _options.MaxGap.TotalSeconds : track.Missed > 0);
        foreach (int index in high)
        {
            if (round.IsFree(index) && detections[index].Score >= _options.NewTrackScore)
            {
                var born = new Track(frame, detections[index], embeddings?[index], _options.Noise);
                _tracks.Add(born);
                if (_options.MinHits <= 1)
                {
                    born.Confirm(++_lastId);
                    seen.Add(born.Emit(detections[index]));
                }
            }
        }

        seen.Sort((first, second) => first.TrackId.CompareTo(second.TrackId));
        return seen;
    }

    private List<TrackedObject> Emit(Round round)
    {
        var seen = new List<TrackedObject>();
        foreach ((Track track, Detection detection) in round.Matches)
        {
            if (!track.IsConfirmed && track.Hits >= _options.MinHits)
            {
                track.Confirm(++_lastId);
                _earlier.AddRange(track.Tentative.SkipLast(1).Select(sight => new TrackObservation(sight.Frame, track.Emit(sight.Detection))));
                track.Tentative.Clear();
            }

            if (track.IsConfirmed)
            {
                seen.Add(track.Emit(detection));
            }
        }

        return seen;
    }

    private void End(Predicate<Track> condition)
    {
        _ended.AddRange(_tracks.Where(track => track.IsConfirmed && condition(track)).Select(track => track.Life));
        _tracks.RemoveAll(condition);
    }

    /// <summary>The association of one frame: each match takes a track and a detection out of the rounds that follow.</summary>
    private sealed class Round(Affinity affinity, FrameHeader frame, IReadOnlyList<Detection> detections, IReadOnlyList<float[]?>? embeddings)
    {
        private readonly HashSet<Track> _matchedTracks = [];
        private readonly bool[] _matched = new bool[detections.Count];

        public List<(Track Track, Detection Detection)> Matches { get; } = [];

        public bool Has(Track track) => _matchedTracks.Contains(track);

        public bool IsFree(int index) => !_matched[index];

        public List<int> Where(Predicate<float> score)
        {
            var indices = new List<int>();
            for (int i = 0; i < detections.Count; i++)
            {
                if (score(detections[i].Score))
                {
                    indices.Add(i);
                }
            }

            return indices;
        }

        public void Match(List<Track> tracks, List<int> candidates, Func<Track, BoundingBox> place, double minOverlap)
        {
            List<Track> rows = tracks.FindAll(track => !Has(track));
            List<int> columns = candidates.FindAll(IsFree);
            if (rows.Count == 0 || columns.Count == 0)
            {
                return;
            }

            var values = new double[rows.Count, columns.Count];
            for (int i = 0; i < rows.Count; i++)
            {
                BoundingBox box = place(rows[i]);
                for (int j = 0; j < columns.Count; j++)
                {
                    values[i, j] = affinity.Of(rows[i], box, detections[columns[j]], embeddings?[columns[j]], minOverlap);
                }
            }

            int[] columnOf = Assignment.Maximize(values);
            for (int i = 0; i < rows.Count; i++)
            {
                if (columnOf[i] >= 0)
                {
                    int index = columns[columnOf[i]];
                    rows[i].See(frame, detections[index], embeddings?[index]);
                    _matched[index] = true;
                    _matchedTracks.Add(rows[i]);
                    Matches.Add((rows[i], detections[index]));
                }
            }
        }
    }
}
