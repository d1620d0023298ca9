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

    /// <summary>When the clip begins.</summary>
    [Description("When the clip begins, for example 2026-11-21T14:32:07 or with its offset 2026-11-21T14:32:07+01:00, in place of what telemetry, camera and file name say. As --time.")]
    [Length(0, 40)]
    public string Time { get; init; } = "";

    /// <summary>The zone of the camera's clock.</summary>
    [Description("The time zone of the camera's clock, as an offset (+01:00) or a name (Europe/Berlin). As --zone.")]
    [Length(0, 80)]
    public string Zone { get; init; } = "";
}
