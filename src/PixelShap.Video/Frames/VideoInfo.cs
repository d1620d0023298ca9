using PixelShap.Video.Time;

namespace PixelShap.Video.Frames;

/// <summary>What is known of a video before its first frame is decoded.</summary>
public sealed record VideoInfo
{
    /// <summary>Pixels in a row as shown: after rotation and with square pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Rows as shown.</summary>
    public required int Height { get; init; }

    /// <summary>The time base of the PTS.</summary>
    public required Rational TimeBase { get; init; }

    /// <summary>The average frame rate in frames per second; null when unknown.</summary>
    public Rational? AverageFrameRate { get; init; }

    /// <summary>The duration in seconds; null for a live stream or when unknown.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>The number of frames as the container states or the duration suggests; null when unknown. For progress only.</summary>
    public long? ApproximateFrameCount { get; init; }

    /// <summary>The codec of the video stream, for example <c>h264</c>.</summary>
    public required string Codec { get; init; }

    /// <summary>Whether an audio stream comes with it.</summary>
    public bool HasAudio { get; init; }

    /// <summary>Clockwise rotation in degrees that the container asked for and that has been applied: 0, 90, 180 or 270.</summary>
    public int Rotation { get; init; }
}
