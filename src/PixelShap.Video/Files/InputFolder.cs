namespace PixelShap.Video.Files;

/// <summary>A folder that somebody named to be read.</summary>
public static class InputFolder
{
    /// <summary>Makes sure that it is there.</summary>
    /// <param name="path">The folder, as it was named.</param>
    /// <param name="remedy">What to do where it is not.</param>
    /// <param name="exitCode">With what the program ends then.</param>
    /// <exception cref="PixelShapException">It does not exist, or is a file.</exception>
    public static void Check(string path, string remedy, ExitCode exitCode = ExitCode.Input)
    {
        if (!Directory.Exists(path))
        {
            throw new PixelShapException(exitCode, $"{path} {(File.Exists(path) ? "is a file, not a folder" : "does not exist")}.", remedy);
        }
    }
}
