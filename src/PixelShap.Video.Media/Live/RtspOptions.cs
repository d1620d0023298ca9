using PixelShap.Video.Frames;
using PixelShap.Video.Media.Processes;
using PixelShap.Video.Media.Recording;

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

    /// <summary>Whether the first connection is tried for as long as it takes, like one that was lost. The default value is false: whoever started it is told after
    /// <see cref="ConnectTimeout"/>.</summary>
    public bool IsPatient { get; init; }

    /// <summary>How long one attempt may take until its first picture. The default value is 10 seconds.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long no frame may come before the stream counts as stalled and is connected again. The default value is 5 seconds.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long no frame may come before the stream counts as quiet. The default value is 2 seconds.</summary>
    public TimeSpan QuietAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long no frame may be taken before the stream counts as blocked by us. The default value is 2 seconds.</summary>
    public TimeSpan BlockedAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a lost stream is tried for; null for ever. The default value is null.</summary>
    public TimeSpan? ReconnectTimeout { get; init; }

    /// <summary>The first pause between two attempts; it doubles with each. The default value is half a second.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest pause between two attempts. The default value is 30 seconds.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The first pause after the camera refused the user; it doubles with each refusal. The default value is five minutes: cameras lock users out that try often.</summary>
    public TimeSpan RefusedPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest pause after a refusal. The default value is an hour.</summary>
    public TimeSpan LongestRefusedPause { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The seed of the jitter of the pauses. The default value is 0.</summary>
    public int Seed { get; init; }

    /// <summary>Keeps the stream as it comes, without re-encoding its pictures; null to keep nothing. Whoever made it disposes of it after the source. The default value is null.</summary>
    public Recorder? Recorder { get; init; }

    /// <summary>Where the pixels are kept. The default value is a pool of its own.</summary>
    public FramePool Pool { get; init; } = new();

    /// <summary>Where FFmpeg is; null to look it up. The default value is null.</summary>
    public FfmpegTools? Tools { get; init; }
}
