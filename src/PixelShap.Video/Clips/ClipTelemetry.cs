namespace PixelShap.Video.Clips;

/// <summary>What a camera measured besides its pictures, joined to the clock of the clip.</summary>
public sealed record ClipTelemetry
{
    /// <summary>A clip without telemetry.</summary>
    public static ClipTelemetry None { get; } = new();

    /// <summary>The format and where it lay, for people: <c>GoPro GPMF</c>, <c>NMEA in drive.nmea</c>; empty without telemetry.</summary>
    public string Source { get; init; } = "";

    /// <summary>The camera, as the telemetry names it; empty when it does not.</summary>
    public string Device { get; init; } = "";

    /// <summary>How many points were in it, also those left out.</summary>
    public int Read { get; init; }

    /// <summary>The points, in order of time.</summary>
    public IReadOnlyList<GpsFix> Points { get; init; } = [];

    /// <summary>The points that were left out, by reason.</summary>
    public TelemetryDrops Dropped { get; init; } = new();

    /// <summary>Accelerations that have their own rate, at most about 20 a second, in order of time.</summary>
    public IReadOnlyList<AccelerationSample> Accelerations { get; init; } = [];

    /// <summary>How the points were given their times on the clock of the clip.</summary>
    public PlacedBy PlacedBy { get; init; }

    /// <summary>What else is to be known, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why telemetry that is there could not be read, in one sentence; null where there is none, or it was read.</summary>
    public string? Refusal { get; init; }
}

/// <summary>How points come to their times on the clock of a clip.</summary>
public enum PlacedBy
{
    /// <summary>Each stands in the recording with its time.</summary>
    Track,

    /// <summary>Their own clock, the first at the beginning of the clip, for they were written while it was: within a second.</summary>
    OwnClock,

    /// <summary>In even steps over the clip: within a second.</summary>
    EvenSteps,

    /// <summary>Their own clock against the known time of the recording.</summary>
    RecordingTime,

    /// <summary>Their own clock against the time in the name of the file, whole quarters of an hour apart: within the error of the camera's clock.</summary>
    FileName,

    /// <summary>The first was taken for the beginning of the clip, because nothing says when that was.</summary>
    FirstPoint,
}

/// <summary>How many points were left out.</summary>
/// <param name="NoFix">The receiver itself said that it had none.</param>
/// <param name="Zero">They lie at 0, 0.</param>
/// <param name="Impossible">They lie on no globe.</param>
/// <param name="Jump">No car gets there in the time.</param>
/// <param name="Repeat">They repeat the one before.</param>
public sealed record TelemetryDrops(int NoFix = 0, int Zero = 0, int Impossible = 0, int Jump = 0, int Repeat = 0)
{
    /// <summary>All of them.</summary>
    public int Total => NoFix + Zero + Impossible + Jump + Repeat;
}

/// <summary>An acceleration at a time on the clock of the clip, in seconds.</summary>
public sealed record AccelerationSample(double Seconds, Acceleration Value);
