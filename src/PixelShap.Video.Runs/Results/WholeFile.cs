using PixelShap.Video.Files;

namespace PixelShap.Video.Runs.Results;

/// <summary>Writes files that are either whole or not there.</summary>
public static class WholeFile
{
    /// <summary>Writes under a temporary name in the same folder and gives the file its name when it is whole.</summary>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="write">Writes the content.</param>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string full = OutputPath.Resolve(path);
        if (!Directory.Exists(Path.GetDirectoryName(full)))
        {
            throw new PixelShapException(
                ExitCode.Failed, $"{path} cannot be written: the folder {Path.GetDirectoryName(full)} is not there.", "Make it, or did something delete or move it during the work?");
        }

        string temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.partial");
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, useAsync: false))
            {
                await write(stream);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (UnauthorizedAccessException exception) when (!File.Exists(temporary))
        {
            throw new PixelShapException(
                ExitCode.Usage, $"{path} cannot be written: this user has no right to the folder {Path.GetDirectoryName(full)}.", "Name a file where you may write.", exception);
        }
        catch (IOException exception) when (Cause.PathOf(exception) == temporary)
        {
            // Nobody knows the file by its temporary name.
            File.Delete(temporary);
            throw new PixelShapException(ExitCode.Failed, $"{path} cannot be written: {Cause.Of(exception)}.", "Make room there, or name a file on another disk.", exception);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
