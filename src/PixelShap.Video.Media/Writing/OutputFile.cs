using PixelShap.Video.Media.Probing;

namespace PixelShap.Video.Media;

/// <summary>A file that is written beside its target and takes the target's name only when it is whole.</summary>
internal sealed class OutputFile
{
    private readonly string _target;

    /// <param name="target">The final path; its folder must exist.</param>
    /// <exception cref="PixelShapException">The folder does not exist, or the path is a folder.</exception>
    public OutputFile(string target)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        _target = Path.GetFullPath(target);
        string folder = Path.GetDirectoryName(_target) ?? "/";
        if (Directory.Exists(_target))
        {
            throw new PixelShapException(ExitCode.Usage, $"{Shown} is a folder, so no video can be written there.", "Name a file.");
        }

        if (!Directory.Exists(folder))
        {
            throw new PixelShapException(
                ExitCode.Usage, $"{Shown} cannot be written because its folder does not exist.", $"Create {InputFile.Shown(folder)} first.");
        }

        TemporaryPath = Path.Combine(folder, $".{Path.GetFileName(_target)}.part");
    }

    /// <summary>Where to write. The name is the same each time, so that what a killed run has left is replaced by the next.</summary>
    public string TemporaryPath { get; }

    /// <summary>The final path as messages show it.</summary>
    public string Shown => InputFile.Shown(_target);

    /// <summary>Gives the file its name, replacing what had it.</summary>
    public void Commit() => File.Move(TemporaryPath, _target, overwrite: true);

    /// <summary>Removes what was written.</summary>
    public void Discard() => File.Delete(TemporaryPath);
}
