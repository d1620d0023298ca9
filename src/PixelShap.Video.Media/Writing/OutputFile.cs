using PixelShap.Video.Files;
using PixelShap.Video.Media.Probing;

namespace PixelShap.Video.Media.Writing;

/// <summary>A file that is written beside its target and takes the target's name only when it is whole, or one that has its name from the start
/// and grows.</summary>
internal sealed class OutputFile
{
    private readonly string _target;
    private readonly bool _isGrowing;

    /// <param name="target">The final path; its folder must exist.</param>
    /// <param name="isGrowing">Whether it has its name from the start: what was written is kept whatever ends the writing.</param>
    /// <exception cref="PixelShapException">The folder does not exist, or the path is no file's.</exception>
    public OutputFile(string target, bool isGrowing)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        _target = OutputPath.Resolve(target);
        string folder = Path.GetDirectoryName(_target) ?? "/";
        if (!Directory.Exists(folder))
        {
            throw new PixelShapException(
                ExitCode.Usage, $"{Shown} cannot be written because its folder does not exist.", $"Create {InputFile.Shown(folder)} first.");
        }

        _isGrowing = isGrowing;
        WritingPath = isGrowing ? _target : Path.Combine(folder, $".{Path.GetFileName(_target)}.part");
    }

    /// <summary>Where to write. The name is the same each time, so that what a killed run has left is replaced by the next.</summary>
    public string WritingPath { get; }

    /// <summary>The final path as messages show it.</summary>
    public string Shown => InputFile.Shown(_target);

    /// <summary>Gives the file its name, replacing what had it.</summary>
    public void Commit()
    {
        if (!_isGrowing)
        {
            File.Move(WritingPath, _target, overwrite: true);
        }
    }

    /// <summary>Removes what was written, unless it grows: what there is of it can be played.</summary>
    public void Discard()
    {
        if (!_isGrowing)
        {
            File.Delete(WritingPath);
        }
    }
}
