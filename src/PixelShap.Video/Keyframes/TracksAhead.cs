using PixelShap.Video.Tracking;

namespace PixelShap.Video.Keyframes;

/// <summary>Notices tracks that begin, end or come close in front of the car.</summary>
internal sealed class TracksAhead(KeyframeConfiguration configuration) : IKeyframeWatcher
{
    // A track that is not seen for so long has died; a detector blinks for shorter than this.
    private const double AbsenceSeconds = 0.5;

    // What was seen for less than this was hardly there: its end is no event.
    private const double LeastLifeSeconds = 0.5;

    // Longer than any gap that a tracker bridges: an id that comes back is no birth.
    private const double MemorySeconds = 60;

    private readonly Dictionary<int, Life> _lives = [];

    /// <inheritdoc/>
    public void Forget() => _lives.Clear();

    /// <inheritdoc/>
    public IEnumerable<string> Look(KeyframeView view)
    {
        bool born = false, near = false, died = false;
        foreach (TrackedObject tracked in view.Objects)
        {
            bool ahead = PathAhead.Holds(tracked.Detection.Box, view.Width, view.Height);
            if (!_lives.TryGetValue(tracked.TrackId, out Life? life))
            {
                _lives.Add(tracked.TrackId, life = new Life(view.Seconds));
                born |= ahead;
            }

            life.LastSeconds = view.Seconds;
            life.WasAhead = ahead;
            life.IsDead = false;
            near |= life.Approach.Look(view.Seconds, tracked.Detection.Box, view.Width, view.Height, configuration.TimeToContactSeconds) && ahead;
        }

        foreach ((int id, Life life) in _lives)
        {
            double absent = view.Seconds - life.LastSeconds;
            if (!life.IsDead && absent >= AbsenceSeconds - 1e-9)
            {
                life.IsDead = true;
                died |= life.WasAhead && life.LastSeconds - life.FirstSeconds >= LeastLifeSeconds - 1e-9;
            }

            if (absent > MemorySeconds)
            {
                _lives.Remove(id);
            }
        }

        return Reasons(born, near, died);
    }

    private static IEnumerable<string> Reasons(bool born, bool near, bool died)
    {
        if (near)
        {
            yield return KeyframeReasons.FastApproach;
        }

        if (born)
        {
            yield return KeyframeReasons.TrackBorn;
        }

        if (died)
        {
            yield return KeyframeReasons.TrackDied;
        }
    }

    private sealed class Life(double seconds)
    {
        public double FirstSeconds { get; } = seconds;

        public double LastSeconds { get; set; } = seconds;

        public bool WasAhead { get; set; }

        public bool IsDead { get; set; }

        public Approach Approach { get; } = new();
    }
}
