using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PixelShap.Video.Runs.Configuration;

/// <summary>What is read of a clip that leaves it open.</summary>
public sealed record ClipConfiguration
{
    /// <summary>The largest number of a video track.</summary>
    public const int LastVideoTrack = 64;

    /// <summary>The most pictures a second.</summary>
    public const double FastestRate = 1000;

    /// <summary>The video track.</summary>
    [Description("Which of several video tracks is read, from 1; cover pictures are not counted. As --video-track.")]
    [Range(1, LastVideoTrack)]
    public int VideoTrack { get; init; } = 1;

    /// <summary>The rate of a bare stream.</summary>
    [Description("Pictures a second of a bare H.264 or HEVC stream, which has no times of its own; 0 takes what it states, or 25 with a warning. As --fps.")]
    [Range(0.0, FastestRate)]
    public double FrameRate { get; init; }
}
