namespace PixelShap.Video.Runs;

/// <summary>The directory of one run and the names in it.</summary>
public sealed class RunDirectory
{
    private RunDirectory(string path) => Path = path;

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The append-only journal.</summary>
    public string Journal => File("journal.psj");

    /// <summary>Configuration as used, versions, input hash and summary.</summary>
    public string RunJson => File("run.json");

    /// <summary>The log of the run, one JSON object per line.</summary>
    public string Log => File("log.jsonl");

    /// <summary>The annotated video.</summary>
    public string AnnotatedVideo => File("annotated.mp4");

    /// <summary>A file in the directory.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Opens a directory for a run, making it when it does not exist.</summary>
    /// <exception cref="PixelShapException">The directory cannot be made or written to.</exception>
    public static RunDirectory ForWriting(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
            string probe = System.IO.Path.Combine(full, $".{Guid.NewGuid():N}");
            using (System.IO.File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
                return new RunDirectory(full);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string reason = System.IO.File.Exists(full) ? "is a file" : "cannot be written to";
            throw new PixelShapException(ExitCode.Usage, $"The output directory {path} {reason}.", "Name a directory that you may write to with --output.", exception);
        }
    }

    /// <summary>Opens the directory of a run that was made before.</summary>
    /// <exception cref="PixelShapException">There is no run.</exception>
    public static RunDirectory ForReading(string path)
    {
        var directory = new RunDirectory(System.IO.Path.GetFullPath(path));
        return System.IO.File.Exists(directory.Journal)
            ? directory
            : throw new PixelShapException(ExitCode.Input, $"{path} holds no run: there is no journal.psj in it.", "Name the --output directory of a pixelshap run.");
    }

    /// <summary>Writes a file under a temporary name and gives it its final name when it is whole.</summary>
    /// <param name="name">The name in the directory.</param>
    /// <param name="write">Writes the content.</param>
    public async Task WriteAsync(string name, Func<Stream, Task> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string temporary = File($".{name}.partial");
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, useAsync: false))
            {
                await write(stream);
            }

            System.IO.File.Move(temporary, File(name), overwrite: true);
        }
        catch
        {
            System.IO.File.Delete(temporary);
            throw;
        }
    }
}
