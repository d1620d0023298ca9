using System.Text.Json.Nodes;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Runs.Ports;

/// <summary>A run whose analysis has ended.</summary>
public sealed record FinishedRun
{
    /// <summary>Where it is.</summary>
    public required RunDirectory Directory { get; init; }

    /// <summary>Its settings.</summary>
    public required PipelineConfiguration Configuration { get; init; }

    /// <summary>What was found.</summary>
    public required RunResults Results { get; init; }

    /// <summary>What <c>run.json</c> holds.</summary>
    public required JsonObject Document { get; init; }

    /// <summary>The stream that was analysed.</summary>
    public required VideoInfo Source { get; init; }

    /// <summary>The clip; null for a live stream.</summary>
    public ClipInput? Input { get; init; }

    /// <summary>What the clip says of itself; for a live stream <see cref="ClipFacts.Unknown"/>.</summary>
    public ClipFacts Clip { get; init; } = ClipFacts.Unknown;

    /// <summary>Whether all frames were analysed: false where a limit ended the run early.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>The time of the clip at which its annotated video begins.</summary>
    public VideoOrigin Origin => VideoOrigin.Of(Source);
}
