namespace PixelShap.Video.Keyframes;

/// <summary>Chooses the frames at which the model is asked, and says why. Looks at every frame in order; deterministic.</summary>
public sealed class KeyframeSelector
{
    // After a start or a cut the tracker needs a few frames before anything has an id; a keyframe without players would be wasted.
    private const double SettleSeconds = 0.25;

    private readonly KeyframeConfiguration _configuration;
    private readonly KeyframePace _pace;
    private readonly KeyframeReason[] _events;
    private readonly IKeyframeWatcher[] _watchers;
    private string? _scene = KeyframeReasons.Start;
    private string? _event;
    private double? _settledAt;
    private int _epoch = -1;

    /// <summary>Creates a selector for one run.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="durationSeconds">How long the clip is, to spread a budget over; null when unknown or live.</param>
    public KeyframeSelector(KeyframeConfiguration configuration, double? durationSeconds = null)
    {
        _configuration = configuration;
        _pace = new KeyframePace(configuration, durationSeconds);
        _events = [.. KeyframeReasons.All.Where(reason => reason.Watcher is not null && reason.IsWanted?.Invoke(configuration) != false)];
        _watchers = [.. _events.Select(reason => reason.Watcher!).Distinct().Select(watcher => watcher(configuration))];
    }

    /// <summary>The reason why this frame is a keyframe, one of <see cref="KeyframeReasons"/>; null when it is none.</summary>
    /// <param name="view">The next frame.</param>
    public string? Choose(KeyframeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (_epoch >= 0 && view.Epoch != _epoch)
        {
            BeginScene(KeyframeReasons.StreamReopened, view.Seconds);
        }
        else if (_configuration.SceneCut && view.SceneDifference > _configuration.SceneCutThreshold)
        {
            BeginScene(KeyframeReasons.SceneCut, view.Seconds);
        }

        _epoch = view.Epoch;
        _settledAt ??= view.Seconds + SettleSeconds;
        string[] happened = [.. _watchers.SelectMany(watcher => watcher.Look(view))];

        // What happened too soon after the last keyframe waits; what is more urgent takes its place.
        _event = _events.FirstOrDefault(reason => reason.Name == _event || happened.Contains(reason.Name))?.Name;
        if (!_pace.Allows(view.Seconds, _event == KeyframeReasons.Event))
        {
            return null;
        }

        if (_scene is not null)
        {
            return view.Objects.Count > 0 || view.Seconds >= _settledAt ? Take(_scene, view.Seconds) : null;
        }

        return Take(_event ?? (_pace.IsDue(view.Seconds) ? KeyframeReasons.Interval : null), view.Seconds);
    }

    /// <summary>Whether a change of the answer could make a keyframe of a frame that <see cref="Choose"/> did not take.</summary>
    public bool MayFollowAnswer(double seconds) => _scene is null && _pace.Allows(seconds);

    /// <summary>Takes a frame that <see cref="Choose"/> did not take, because the answer changed.</summary>
    /// <returns><see cref="KeyframeReasons.AnswerChanged"/>.</returns>
    public string FollowAnswer(double seconds) => Take(KeyframeReasons.AnswerChanged, seconds)!;

    private string? Take(string? reason, double seconds)
    {
        if (reason is not null)
        {
            _scene = _event = null;
            _pace.Take(seconds);
        }

        return reason;
    }

    private void BeginScene(string reason, double seconds)
    {
        // A cut while one is still waited for does not make it wait longer: flicker would put it off for ever.
        if (_scene is null)
        {
            _settledAt = seconds + SettleSeconds;
        }

        _scene = reason;
        _event = null;
        Array.ForEach(_watchers, watcher => watcher.Forget());
    }
}
