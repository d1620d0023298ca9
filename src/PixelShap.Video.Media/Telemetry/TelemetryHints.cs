using PixelShap.Video.Media.Names;

namespace PixelShap.Video.Media.Telemetry;

/// <summary>What is known of a clip before its telemetry is read.</summary>
internal sealed record TelemetryHints
{
    /// <summary>How long the clip is, in seconds; null when unknown.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>When its second 0 was, from something better than its name; null when unknown.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>What its name says.</summary>
    public CameraName Name { get; init; } = new("", "");
}
