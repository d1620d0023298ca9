using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PixelShap.Video.Keyframes;

/// <summary>When the model is asked.</summary>
public sealed record KeyframeConfiguration
{
    /// <summary>Seconds between keyframes.</summary>
    [Description("The longest time from one keyframe to the next when nothing happens, in seconds of the video.")]
    [Range(0.02, 3600.0)]
    public double IntervalSeconds { get; init; } = 1.0;

    /// <summary>The least seconds between keyframes.</summary>
    [Description("The shortest time from one keyframe to the next whatever happens, in seconds of the video; interval_seconds where that is shorter.")]
    [Range(0.0, 3600.0)]
    public double MinGapSeconds { get; init; } = 0.5;

    /// <summary>The most keyframes of a clip; 0 for no limit.</summary>
    [Description("The most keyframes of a clip, spread over its length; 0 for no limit. For a live camera it is only a limit.")]
    [Range(0, 1_000_000)]
    public int Budget { get; init; }

    /// <summary>Whether a scene cut makes a keyframe.</summary>
    [Description("Whether a cut to another scene makes a keyframe at once.")]
    public bool SceneCut { get; init; } = true;

    /// <summary>How different two frames must be for a cut.</summary>
    [Description("How different the colour histograms of two successive frames must be for a cut: 0 equal, 1 nothing in common.")]
    [Range(0.0, 1.0)]
    public double SceneCutThreshold { get; init; } = 0.55;

    /// <summary>Whether events make keyframes.</summary>
    [Description("Whether an event makes a keyframe at once, before all others when there is a budget: an impact, a near miss and others (needs 'events').")]
    public bool Events { get; init; } = true;

    /// <summary>Whether tracks that begin or end ahead make keyframes.</summary>
    [Description("Whether an object that appears or disappears in front of the car makes a keyframe.")]
    public bool Tracks { get; init; } = true;

    /// <summary>Whether a fast approach makes a keyframe.</summary>
    [Description("Whether an object in front of the car that comes close fast makes a keyframe.")]
    public bool Approach { get; init; } = true;

    /// <summary>What counts as a fast approach.</summary>
    [Description("A fast approach: at the rate at which its picture grows, the object would be reached within this many seconds.")]
    [Range(0.1, 60.0)]
    public double TimeToContactSeconds { get; init; } = 2.5;

    /// <summary>Whether the car's own motion makes keyframes.</summary>
    [Description("Whether braking or turning of the car itself makes a keyframe; needs tracker.camera_motion.")]
    public bool EgoMotion { get; init; } = true;

    /// <summary>How often the answer is checked; 0 for never.</summary>
    [Description("Every so many seconds of the video the question is asked once about the untouched picture, and an answer that changed makes a keyframe; 0 for never. Of several prompts the first is asked. Costs a call each; not for a live camera.")]
    [Range(0.0, 3600.0)]
    public double AnswerCheckSeconds { get; init; }

    /// <summary>What counts as another answer.</summary>
    [Description("An answer has changed when its similarity to that of the last keyframe (attribution.similarity, 0 to 1) is below this.")]
    [Range(0.0, 1.0)]
    public double AnswerSimilarity { get; init; } = 0.5;
}
