using PixelShap.Video.Clips;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Rendering.Sharing;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>How a review is shown.</summary>
public sealed record ReviewOptions
{
    /// <summary>The form. The default value is <see cref="ReviewLayout.Source"/>.</summary>
    public ReviewLayout Layout { get; init; } = ReviewLayout.Source;

    /// <summary>Whether the picture as filmed stands beside the annotated one. The default value is false.</summary>
    public bool SideBySide { get; init; }

    /// <summary>How many times slower than filmed the clip is shown, at least 1. The default value is 1.</summary>
    public double Slow { get; init; } = 1;

    /// <summary>Whether a title card stands at the start. The default value is false: the picture moves within a second, and a sentence tells the whole.</summary>
    public bool Title { get; init; }

    /// <summary>What is made unrecognisable; null for nothing. The default value is null.</summary>
    public BlurPlan? Blur { get; init; }

    /// <summary>The name of the clip, for people.</summary>
    public required string ClipName { get; init; }

    /// <summary>What is known of the recording.</summary>
    public ClipFacts Clip { get; init; } = ClipFacts.Unknown;

    /// <summary>How pictures are drawn. The default value is the renderer's own.</summary>
    public SceneRendererOptions Drawing { get; init; } = new();
}
