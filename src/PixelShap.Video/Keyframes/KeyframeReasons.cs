namespace PixelShap.Video.Keyframes;

/// <summary>Why a frame is a keyframe, as the journal and the exports say it. A new event in the scene is a class that watches for it and a line here.</summary>
public static class KeyframeReasons
{
    /// <summary>The first keyframe of the run.</summary>
    public const string Start = "start";

    /// <summary>A live stream came back.</summary>
    public const string StreamReopened = "stream reopened";

    /// <summary>Another scene began.</summary>
    public const string SceneCut = "scene cut";

    /// <summary>Something happens: an impact, a near miss, fire, or another of the events.</summary>
    public const string Event = "event";

    /// <summary>An object in front of the car grows so fast that it would be reached soon.</summary>
    public const string FastApproach = "fast approach";

    /// <summary>The car slows down.</summary>
    public const string EgoBraking = "ego braking";

    /// <summary>The car turns.</summary>
    public const string EgoTurning = "ego turning";

    /// <summary>An object appeared in front of the car.</summary>
    public const string TrackBorn = "track born ahead";

    /// <summary>An object in front of the car is not seen any more.</summary>
    public const string TrackDied = "track died ahead";

    /// <summary>The model's answer to the untouched picture changed.</summary>
    public const string AnswerChanged = "answer changed";

    /// <summary>Nothing happened for the longest gap allowed.</summary>
    public const string Interval = "interval";

    private static readonly Func<KeyframeConfiguration, IKeyframeWatcher> Tracks = static settings => new TracksAhead(settings);
    private static readonly Func<KeyframeConfiguration, IKeyframeWatcher> Ego = static _ => new EgoMotion();

    /// <summary>All of them, the most urgent first.</summary>
    public static IReadOnlyList<KeyframeReason> All { get; } =
    [
        new(Start, "because the clip begins"),
        new(StreamReopened, "because the stream came back"),
        new(SceneCut, "because another scene begins"),
        new(Event, "because something happened", static _ => new Happenings(), static settings => settings.Events),
        new(FastApproach, "because something comes near fast", Tracks, static settings => settings.Approach),
        new(EgoBraking, "because the car slows down", Ego, static settings => settings.EgoMotion),
        new(EgoTurning, "because the car turns", Ego, static settings => settings.EgoMotion),
        new(TrackBorn, "because something appeared ahead", Tracks, static settings => settings.Tracks),
        new(TrackDied, "because something ahead is gone", Tracks, static settings => settings.Tracks),
        new(AnswerChanged, "because the answer changed"),
        new(Interval, "at a regular interval"),
    ];

    /// <summary>A reason in words, to be read after "Asked here".</summary>
    public static string Because(string reason) => All.FirstOrDefault(entry => entry.Name == reason)?.Because ?? $"because of: {reason}";
}

/// <summary>A reason why a frame is a keyframe.</summary>
/// <param name="Name">What journal and exports say.</param>
/// <param name="Because">What people are told: goes on "Asked here".</param>
/// <param name="Watcher">For an event in the scene what makes its watcher; reasons with the same watcher share one. Null for what a run itself does.</param>
/// <param name="IsWanted">Whether the settings want it; null for always.</param>
public sealed record KeyframeReason(
    string Name,
    string Because,
    Func<KeyframeConfiguration, IKeyframeWatcher>? Watcher = null,
    Func<KeyframeConfiguration, bool>? IsWanted = null);
