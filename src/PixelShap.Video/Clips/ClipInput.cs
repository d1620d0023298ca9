using System.Diagnostics.CodeAnalysis;

namespace PixelShap.Video.Clips;

/// <summary>What is analysed and shown: one file, or the files of one view of a drive, in their order.</summary>
/// <param name="Path">The file; of a drive, the folder of its files.</param>
public sealed record ClipInput(string Path)
{
    /// <summary>The files of a drive; empty for one file. The default value is empty.</summary>
    public IReadOnlyList<DrivePart> Parts { get; init; } = [];

    /// <summary>Which view of the drive this is; empty where there is only one.</summary>
    public string View { get; init; } = "";

    /// <summary>What was decided when the files were put in order, one sentence each, for people.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the files say of themselves, where they have been asked; else null.</summary>
    public ClipFacts? Facts { get; init; }

    /// <summary>Whether this is a drive of several files.</summary>
    public bool IsDrive => Parts.Count > 0;

    /// <summary>Every file that is read.</summary>
    public IEnumerable<string> Files => IsDrive ? Parts.Select(part => part.Path) : [Path];

    /// <summary>One file.</summary>
    [return: NotNullIfNotNull(nameof(path))]
    public static ClipInput? FromString(string? path) => path is null ? null : new ClipInput(path);

    /// <summary>One file.</summary>
    [return: NotNullIfNotNull(nameof(path))]
    public static implicit operator ClipInput?(string? path) => FromString(path);
}
