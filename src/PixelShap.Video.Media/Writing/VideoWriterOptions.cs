using PixelShap.Video.Clips;
using PixelShap.Video.Media.Processes;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Writing;

/// <summary>How a video is written.</summary>
public sealed record VideoWriterOptions
{
    /// <summary>The constant rate factor of x264, 0 (lossless) to 51 (worst). The default value is 18: text drawn on the picture stays crisp.</summary>
    public int ConstantRateFactor { get; init; } = 18;

    /// <summary>The preset of x264. The default value is <c>veryfast</c>, which keeps up with the rest of a run on two cores.</summary>
    public string Preset { get; init; } = "veryfast";

    /// <summary>Whether the video has its name from the start and is written in fragments, so that what there is of it can be played whatever ends the
    /// writing: for a live stream. The default value is false: it has its name when it is whole, and its index in front.</summary>
    public bool IsGrowing { get; init; }

    /// <summary>The recording whose first sound is taken along, that of a drive joined and encoded anew; null for a silent video. The default value is null.</summary>
    public ClipInput? AudioSource { get; init; }

    /// <summary>The PTS that becomes 0 in the output, for video and audio alike. Set it to <see cref="Frames.VideoInfo.StartTime"/>, or to the start of an
    /// excerpt. The default value is 0: times stay as they are.</summary>
    public MediaTime Origin { get; init; } = new(0, new Rational(1, 1_000_000));

    /// <summary>The PTS at which an excerpt of the sound begins, inclusive, usually <see cref="Origin"/>; null to take the sound from its start, before
    /// <see cref="Origin"/> too. The default value is null.</summary>
    public MediaTime? From { get; init; }

    /// <summary>The PTS at which picture and sound end, exclusive; null to take all of both. The default value is null.</summary>
    public MediaTime? End { get; init; }

    /// <summary>
    /// Which stretches of the sound of <see cref="AudioSource"/> stand where, for a video that is put together from pieces: the frames then keep their
    /// times, and <see cref="Origin"/>, <see cref="From"/> and <see cref="End"/> are not looked at. In order of time, not overlapping in the video. One
    /// stretch is copied, several are re-encoded as AAC, with silence between them. Null for the whole sound. The default value is null.
    /// </summary>
    public IReadOnlyList<AudioPiece>? Pieces { get; init; }

    /// <summary>Where FFmpeg is; null to look it up. The default value is null.</summary>
    public FfmpegTools? Tools { get; init; }
}

/// <summary>A stretch of sound.</summary>
/// <param name="From">Its start on the clock of the source, in seconds.</param>
/// <param name="To">Its end, exclusive.</param>
/// <param name="At">Where it begins in the video, in seconds.</param>
public readonly record struct AudioPiece(double From, double To, double At);
