using PixelShap.Video.Rendering.Reviews;
using PixelShap.Video.Rendering.Sharing;

namespace PixelShap.Video.Cli.Reviews;

/// <summary>What the user of <c>pixelshap review</c> wants.</summary>
internal sealed record ReviewRequest
{
    public required string Run { get; init; }

    public double? From { get; init; }

    public double? To { get; init; }

    public int? Top { get; init; }

    public string? Output { get; init; }

    public string? Input { get; init; }

    public string? Prompt { get; init; }

    public ReviewLayout Layout { get; init; }

    public double Slow { get; init; } = 1;

    public bool Freeze { get; init; }

    public bool SideBySide { get; init; }

    public BlurRules? Blur { get; init; }

    /// <summary>The detector of faces: a file, the name of a pulled model, <c>none</c>; null for the pulled one, where there is one.</summary>
    public string? FaceModel { get; init; }

    /// <summary>Whether somebody takes what is uncertain for covered, without a look.</summary>
    public bool Yes { get; init; }

    public bool Title { get; init; }

    public bool Mute { get; init; }

    public bool Json { get; init; }
}
