using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.Results;

/// <summary>Gathers, in a first pass over the frames of a run, what is known of its tracks when all is over. Grows with the number of tracks, not of
/// frames.</summary>
public sealed class TrackSurvey
{
    private readonly Dictionary<int, Life> _lives = [];
    private readonly Dictionary<long, List<EarlierSight>> _earlier = [];

    /// <summary>Takes the next frame; masks are not needed.</summary>
    public void Add(JournalFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        foreach (JournalObject item in frame.Objects)
        {
            Life life = LifeOf(item.TrackId);
            life.See(frame.Seconds, item.ClassName);
            if (!frame.IsCarried)
            {
                life.Score(frame.Detections[item.Detection].Score);
            }
        }

        foreach (EarlierSight sight in frame.Earlier)
        {
            Life life = LifeOf(sight.TrackId);
            life.See(sight.Seconds, null);
            life.Score(sight.Score);
            if (!_earlier.TryGetValue(sight.Frame, out List<EarlierSight>? sights))
            {
                _earlier.Add(sight.Frame, sights = []);
            }

            sights.Add(sight);
        }
    }

    /// <summary>The tracks, now that all frames have been taken.</summary>
    /// <param name="configuration">Which are doubtful, and which gaps are filled.</param>
    /// <param name="valued">The tracks that a keyframe valued: they are kept, however doubtful, because answers rest on them.</param>
    public OfflineTracks Finish(TrackerConfiguration configuration, IReadOnlySet<int> valued)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(valued);
        Dictionary<int, TrackSpan> kept = _lives
            .Where(life => life.Value.MeanScore >= configuration.MinMeanScore || valued.Contains(life.Key))
            .ToDictionary(life => life.Key, life => life.Value.ToSpan(life.Key));
        return new OfflineTracks(kept, _earlier, configuration.FillGapSeconds);
    }

    private Life LifeOf(int track)
    {
        if (!_lives.TryGetValue(track, out Life? life))
        {
            _lives.Add(track, life = new Life());
        }

        return life;
    }

    private sealed class Life
    {
        private string _className = "";
        private double _first = double.PositiveInfinity, _last = double.NegativeInfinity, _scores;
        private long _frames, _scored;

        /// <summary>The mean over the sights of the network; what was only carried proves nothing, for or against.</summary>
        public double MeanScore => _scored == 0 ? 1 : _scores / _scored;

        public void See(double seconds, string? className)
        {
            _className = className ?? _className;
            (_first, _last) = (Math.Min(_first, seconds), Math.Max(_last, seconds));
            _frames++;
        }

        public void Score(float score)
        {
            _scores += score;
            _scored++;
        }

        public TrackSpan ToSpan(int id) => new(id, _className, _first, _last, _frames);
    }
}
