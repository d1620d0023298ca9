using PixelShap.Video.Frames;
using PixelShap.Video.Media.Processes;

namespace PixelShap.Video.Media.Files;

/// <summary>How frames are read from a file.</summary>
public sealed record FrameSourceOptions
{
    /// <summary>The layout of the pixels. The default value is <see cref="PixelFormat.Bgr24"/>.</summary>
    public PixelFormat Format { get; init; } = PixelFormat.Bgr24;

    /// <summary>The first second to deliver, on the clock of the PTS; null from the beginning. The default value is null.</summary>
    public double? FromSeconds { get; init; }

    /// <summary>Where to stop, on the clock of the PTS, exclusive; null at the end. The default value is null.</summary>
    public double? ToSeconds { get; init; }

    /// <summary>Pixels in a row and rows to scale to; null for the size of the file. The default value is null.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>Which of several video tracks is read, from 1; cover pictures are not counted. The default value is 1.</summary>
    public int VideoTrack { get; init; } = 1;

    /// <summary>Pictures a second of a bare stream, which has no times of its own; 0 for what it states, or 25. The default value is 0.</summary>
    public double FrameRate { get; init; }

    /// <summary>Where the pixels are kept. The default value is a pool of its own.</summary>
    public FramePool Pool { get; init; } = new();

    /// <summary>The place of the file in a drive; null where it stands alone. The default value is null.</summary>
    internal FramePlace? Place { get; init; }

    /// <summary>Where FFmpeg is; null to look it up. The default value is null.</summary>
    public FfmpegTools? Tools { get; init; }
}
