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

    /// <summary>Where the container's clock starts; PTS are not shifted to begin at 0.</summary>
    public MediaTime StartTime { get; init; } = new(0, new Rational(1, 1_000_000));

    /// <summary>The width of a coded pixel over its height, before it was made square; null when unknown.</summary>
    public Rational? SampleAspectRatio { get; init; }

    /// <summary>The codec of the first audio stream, for example <c>aac</c>; null without audio.</summary>
    public string? AudioCodec { get; init; }

    /// <summary>The container as FFmpeg calls it, for example <c>mov,mp4,m4a,3gp,3g2,mj2</c>; empty when unknown.</summary>
    public string Container { get; init; } = string.Empty;

    /// <summary>When the container says that the recording was made; null when it does not.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
