namespace PixelShap.Video.Clips;

/// <summary>Where the camera was at one moment.</summary>
/// <param name="Seconds">The time on the clip's own clock (that of the PTS), in seconds.</param>
/// <param name="Latitude">WGS 84, degrees, north positive, −90 to 90.</param>
/// <param name="Longitude">WGS 84, degrees, east positive, −180 to 180.</param>
public sealed record GpsFix(double Seconds, double Latitude, double Longitude)
{
    /// <summary>Metres above sea level; null when unknown.</summary>
    public double? AltitudeMetres { get; init; }

    /// <summary>Speed over ground in metres per second; null when unknown.</summary>
    public double? SpeedMetresPerSecond { get; init; }

    /// <summary>Course over ground in degrees clockwise from north, 0 to 360; null when unknown.</summary>
    public double? HeadingDegrees { get; init; }

    /// <summary>What the receiver's or the camera's own clock said; null when it said nothing. Its offset is 0 where <see cref="IsUtc"/> is false.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Whether <see cref="Time"/> is UTC; otherwise it is local time of an unknown zone. The default value is true.</summary>
    public bool IsUtc { get; init; } = true;

    /// <summary>The acceleration that was written with the fix; null when there is none.</summary>
    public Acceleration? Acceleration { get; init; }
}

/// <summary>An acceleration in m/s², along the axes of the device as it orders and signs them; gravity is in it where the device leaves it in.</summary>
public readonly record struct Acceleration(double X, double Y, double Z);
