namespace PixelShap.Video.Keyframes;

/// <summary>Why a frame is a keyframe, as the journal and the exports say it.</summary>
public static class KeyframeReasons
{
    /// <summary>The first keyframe of the run.</summary>
    public const string Start = "start";

    /// <summary>A live stream came back.</summary>
    public const string StreamReopened = "stream reopened";

    /// <summary>Another scene began.</summary>
    public const string SceneCut = "scene cut";

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

    /// <summary>What happened in the scene, the most urgent first.</summary>
    internal static IReadOnlyList<string> Events { get; } = [FastApproach, EgoBraking, EgoTurning, TrackBorn, TrackDied];
}
