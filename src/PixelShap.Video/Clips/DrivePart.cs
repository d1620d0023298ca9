using PixelShap.Video.Time;

namespace PixelShap.Video.Clips;

/// <summary>A file of a drive and its place in it. All times are on the clock of the drive and in its one time base.</summary>
/// <param name="Path">The file.</param>
/// <param name="Begin">The time from which the drive shows it: behind the end of the file before it.</param>
/// <param name="Shift">What is added to the PTS of the file.</param>
public sealed record DrivePart(string Path, MediaTime Begin, MediaTime Shift)
{
    /// <summary>Where its pictures end, exclusive, as the file states; null where it does not state it.</summary>
    public MediaTime? End { get; init; }

    /// <summary>Whether pictures are missing before it, so that an epoch begins with it.</summary>
    public bool IsAfterGap { get; init; }

    /// <summary>Pictures a second for a file that was cut off before its index was written, from the other files; 0 for any other.</summary>
    public double FrameRate { get; init; }

    /// <summary>SHA-256 of the file in hexadecimal; empty before it has been read for it.</summary>
    public string Sha256 { get; init; } = "";
}
