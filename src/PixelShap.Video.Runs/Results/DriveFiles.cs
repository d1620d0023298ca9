using PixelShap.Video.Clips;

namespace PixelShap.Video.Runs.Results;

/// <summary>Finds the files of a drive again.</summary>
internal static class DriveFiles
{
    /// <summary>The drive with its files where they are now. Whether they are the same is not looked at.</summary>
    /// <param name="drive">The drive as it was.</param>
    /// <param name="elsewhere">The folder in which the user says that they are; null to look where they were.</param>
    /// <exception cref="PixelShapException">One is not there.</exception>
    public static ClipInput Find(ClipInput drive, string? elsewhere)
    {
        if (elsewhere is not null && !Directory.Exists(elsewhere))
        {
            throw new PixelShapException(
                ExitCode.Input, $"{elsewhere} {(File.Exists(elsewhere) ? "is a file" : "does not exist")}, but the run is of a drive of {drive.Parts.Count} files.", "Name the folder with its files with --input FOLDER.");
        }

        // A hash that was noted is that of the file which was analysed: those that are found are read for theirs.
        List<DrivePart> parts = [.. drive.Parts.Select(part => part with { Path = Find(drive, part, elsewhere), Sha256 = "" })];
        return drive with { Path = elsewhere ?? drive.Path, Parts = parts };
    }

    private static string Find(ClipInput drive, DrivePart part, string? elsewhere)
    {
        string[] places = elsewhere is null ? [part.Path]
            : [Path.GetFullPath(Path.GetRelativePath(Path.GetFullPath(drive.Path), part.Path), Path.GetFullPath(elsewhere)), Path.GetFullPath(Path.GetFileName(part.Path), Path.GetFullPath(elsewhere))];
        return places.FirstOrDefault(File.Exists)
            ?? throw new PixelShapException(
                ExitCode.Input,
                elsewhere is null ? $"{part.Path}, a file of the drive, is not where it was when it was analysed." : $"{Path.GetFileName(part.Path)}, a file of the drive, is not in {elsewhere}.",
                "Say in which folder the files are with --input FOLDER.");
    }
}
