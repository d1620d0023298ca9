using PixelShap.Masking;
using PixelShap.Video.Importance;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Review;

/// <summary>Everything there is to show on one frame.</summary>
public sealed record Scene
{
    /// <summary>The time on the axis of the whole output, from 0 at the first frame, in seconds.</summary>
    public required double TimeSeconds { get; init; }

    /// <summary>The question.</summary>
    public required string Prompt { get; init; }

    /// <summary>The baseline answer of the last keyframe at or before this frame; empty before the first.</summary>
    public required string Answer { get; init; }

    /// <summary>Who answered, for example <c>narrator (rule-based stand-in)</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Whether this frame is a keyframe.</summary>
    public required bool IsKeyframe { get; init; }

    /// <summary>The objects, by track id.</summary>
    public required IReadOnlyList<SceneObject> Objects { get; init; }
}

/// <summary>One object in a scene.</summary>
/// <param name="TrackId">The identity.</param>
/// <param name="ClassName">The class.</param>
/// <param name="Box">The box in pixels of the frame.</param>
/// <param name="Mask">The pixels at frame resolution; null without masks.</param>
/// <param name="Importance">φ at this time.</param>
public sealed record SceneObject(int TrackId, string ClassName, BoundingBox Box, Mask? Mask, ImportanceSample Importance);
