using PixelShap.Video.Frames;
using PixelShap.Video.Media.Processes;

namespace PixelShap.Video.Media.Live;

/// <summary>How a live stream is read.</summary>
public sealed record RtspOptions
{
    /// <summary>The layout of the pixels. The default value is <see cref="PixelFormat.Bgr24"/>.</summary>
    public PixelFormat Format { get; init; } = PixelFormat.Bgr24;

    /// <summary>Whether RTP comes over UDP instead of TCP: less delay, but lost packets damage pictures. The default value is false.</summary>
    public bool Udp { get; init; }

    /// <summary>How long the first connection may take, with all its attempts. The default value is 30 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one attempt may take until its first picture. The default value is 10 seconds.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long no frame may come before the stream counts as stalled and is connected again. The default value is 5 seconds.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a lost stream is tried for; null for ever. The default value is null.</summary>
    public TimeSpan? ReconnectTimeout { get; init; }

    /// <summary>The first pause between two attempts; it doubles with each. The default value is half a second.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest pause between two attempts. The default value is 30 seconds.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The seed of the jitter of the pauses. The default value is 0.</summary>
    public int Seed { get; init; }

    /// <summary>The folder that takes the stream as it comes, one MKV file per epoch, without re-encoding; null to record nothing. The default value is null.</summary>
    public string? RecordingFolder { get; init; }

    /// <summary>Where the pixels are kept. The default value is a pool of its own.</summary>
    public FramePool Pool { get; init; } = new();

    /// <summary>Where FFmpeg is; null to look it up. The default value is null.</summary>
    public FfmpegTools? Tools { get; init; }
}
