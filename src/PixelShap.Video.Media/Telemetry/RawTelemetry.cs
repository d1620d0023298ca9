using PixelShap.Video.Clips;

namespace PixelShap.Video.Media.Telemetry;

/// <summary>A point as it was written, with or without a fix.</summary>
/// <param name="Fix">What was written; its seconds are 0 where the layout has no times of the clip.</param>
/// <param name="HasFix">Whether the receiver said that it knew where it was.</param>
internal readonly record struct RawPoint(GpsFix Fix, bool HasFix)
{
    /// <summary>The day of the month and the time of the day, for clocks that name no month.</summary>
    public (int Day, TimeSpan Time)? Clock { get; init; }
}

/// <summary>What the clocks of a layout say.</summary>
internal enum TelemetryClock
{
    /// <summary>UTC.</summary>
    Utc,

    /// <summary>Local time of the camera.</summary>
    Local,

    /// <summary>Either, as the camera is set.</summary>
    Unsure,
}

/// <summary>How the points of a layout come to their times on the clock of the clip.</summary>
internal enum TelemetryPlacement
{
    /// <summary>Their seconds are those of a track or of a subtitle.</summary>
    Track,

    /// <summary>They were written in even steps while the pictures were; their own clock tells where one is missing.</summary>
    Steps,

    /// <summary>They are a log with clocks of its own, which may begin before the clip.</summary>
    Log,
}

/// <summary>What a reader found.</summary>
internal sealed class RawTelemetry(string source)
{
    /// <summary>The format, for people.</summary>
    public string Source { get; set; } = source;

    public string Device { get; set; } = "";

    public TelemetryClock Clock { get; init; } = TelemetryClock.Utc;

    public TelemetryPlacement Placement { get; init; } = TelemetryPlacement.Track;

    /// <summary>Whether a point without a clock that equals the one before is the same point written again.</summary>
    public bool RepeatsUntimed { get; set; }

    public List<RawPoint> Points { get; } = [];

    public List<AccelerationSample> Accelerations { get; } = [];

    public List<string> Notes { get; } = [];

    /// <summary>Why some or all of it could not be read, in one sentence.</summary>
    public string? Refusal { get; set; }

    /// <summary>Notes why, unless something has been noted.</summary>
    public void Refuse(string why) => Refusal ??= why;
}
