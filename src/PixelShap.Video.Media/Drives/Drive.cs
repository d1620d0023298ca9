namespace PixelShap.Video.Media.Drives;

/// <summary>Files of one camera that belong together, view by view.</summary>
/// <param name="Maker">The maker; empty when unknown.</param>
/// <param name="Views">The views with their files in order.</param>
public sealed record Drive(string Maker, IReadOnlyList<DriveView> Views)
{
    /// <summary>When its first file begins, on the clock of <see cref="DriveFile.Begins"/>; null without clocks.</summary>
    public DateTime? Begins => Views.SelectMany(view => view.Files).Min(file => file.Begins);
}

/// <summary>One view of a drive.</summary>
/// <param name="Name">Where the camera looks; empty for the only one.</param>
/// <param name="Files">Its files in order.</param>
public sealed record DriveView(string Name, IReadOnlyList<DriveFile> Files);

/// <summary>A file of a drive.</summary>
/// <param name="Clip">The file.</param>
/// <param name="Begins">When it begins on the clock by which the drive is ordered, that of the names or else of the recordings; null without one.</param>
/// <param name="Joint">How it follows the one before.</param>
/// <param name="Seconds">For a gap its length, for an overlap how much of the one before it repeats, after an unknown length the time since the one before began; else 0.</param>
public sealed record DriveFile(ClipSurvey Clip, DateTime? Begins, DriveJoint Joint, double Seconds);

/// <summary>How a file follows the one before it.</summary>
public enum DriveJoint
{
    /// <summary>It is the first.</summary>
    First,

    /// <summary>Without a gap, as far as clocks of whole seconds tell.</summary>
    Joined,

    /// <summary>Time is missing between them.</summary>
    Gap,

    /// <summary>It begins before the other ends.</summary>
    Overlap,

    /// <summary>By the numbers of their names alone: nothing says how much time lies between.</summary>
    ByNumber,

    /// <summary>Both have clocks, but the one before does not say how long it is: it is damaged.</summary>
    AfterUnknownLength,
}
