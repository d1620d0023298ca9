using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PixelShap.Video.Runs.Configuration;

/// <summary>What holds for a live camera only.</summary>
public sealed record LiveConfiguration
{
    /// <summary>The watchdog.</summary>
    [Description("Seconds without a frame after which the stream counts as stalled and is opened again.")]
    [Range(0.5, 3600.0)]
    public double StallTimeoutSeconds { get; init; } = 5;

    /// <summary>How long the first connection may take.</summary>
    [Description("Seconds in which the first frame must arrive; after that the run gives up. A stream that has been seen once is tried for ever.")]
    [Range(1.0, 86400.0)]
    public double ConnectTimeoutSeconds { get; init; } = 30;

    /// <summary>The longest pause between two attempts.</summary>
    [Description("The longest pause in seconds between two attempts to open the stream again; the pauses double from 0.5 s.")]
    [Range(0.5, 3600.0)]
    public double MaxBackoffSeconds { get; init; } = 30;

    /// <summary>Whether the camera's own stream is kept.</summary>
    [Description("Whether the camera's stream is also recorded as it comes, without drops, in recording-<epoch>.mkv.")]
    public bool Record { get; init; }
}
