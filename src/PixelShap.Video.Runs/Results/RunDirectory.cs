using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Video.Clips;
using PixelShap.Video.Files;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Results;

/// <summary>The directory of one run and the names in it.</summary>
public sealed class RunDirectory : IDisposable
{
    /// <summary>The name of the file of <see cref="RunJson"/>.</summary>
    public const string DocumentName = "run.json";

    /// <summary>The own car, white, where there is one in the picture.</summary>
    public const string EgoMaskName = "ego-mask.png";

    /// <summary>The files of a drive and how they are joined, where the run is of one.</summary>
    public const string DriveName = "drive.json";

    /// <summary>The name of the file of <see cref="Journal"/>, by which a run is known.</summary>
    public const string JournalName = "journal.psj";

    private const string LogName = "log.jsonl", AnnotatedVideoName = "annotated.mp4";

    private const int MostDriveBytes = 16 << 20, Deepest = 4;
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileStream? _lock;
    private readonly IReadOnlyList<string> _made;
    private bool _isWithdrawn;

    private RunDirectory(string path, FileStream? @lock = null, IReadOnlyList<string>? made = null)
    {
        Path = path;
        _lock = @lock;
        _made = made ?? [];
    }

    /// <summary>The files that every run makes by itself.</summary>
    public static IReadOnlyList<string> Names { get; } = [JournalName, DocumentName, LogName, AnnotatedVideoName, "poster.jpg", "tracks.jsonl", "attributions.jsonl", "events.jsonl", DriveName];

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The runs in a folder and in the folders below it; links are not followed.</summary>
    /// <param name="folder">The folder; it may be a run itself.</param>
    /// <returns>Their directories.</returns>
    /// <exception cref="PixelShapException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> Below(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, JournalName, new EnumerationOptions
            {
                RecurseSubdirectories = true,
                MaxRecursionDepth = Deepest,
                IgnoreInaccessible = true,
                AttributesToSkip = FileAttributes.ReparsePoint,
            }).Select(journal => System.IO.Path.GetDirectoryName(journal)!).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Input, $"{folder} cannot be read: {Cause.Of(exception)}.", "Name a folder with directories that 'run' or 'watch' left.", exception);
        }
    }

    /// <summary>The append-only journal.</summary>
    public string Journal => File(JournalName);

    /// <summary>Configuration as used, versions, input hash and summary.</summary>
    public string RunJson => File(DocumentName);

    /// <summary>The log of the run, one JSON object per line.</summary>
    public string Log => File(LogName);

    /// <summary>The annotated video.</summary>
    public string AnnotatedVideo => File(AnnotatedVideoName);

    /// <summary>Whether another process is at work in the directory.</summary>
    public bool IsBusy
    {
        get
        {
            try
            {
                // A lock that nobody holds was left by a process that was killed.
                using var held = new FileStream(File(".lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                return false;
            }
            catch (FileNotFoundException)
            {
                return false;
            }
            catch (IOException)
            {
                return true;
            }
            catch (UnauthorizedAccessException)
            {
                // A directory that may only be read is nobody's place of work that could be told.
                return false;
            }
        }
    }

    /// <summary>A file in the directory.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Opens a directory for a run, making it when it does not exist, and keeps other processes out of it until it is disposed.</summary>
    /// <exception cref="PixelShapException">The directory cannot be made or written to, or another process is at work in it.</exception>
    public static RunDirectory ForWriting(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new PixelShapException(ExitCode.Usage, "The name of the output directory is empty.", "Name a directory that you may write to with --output.");
        }

        string full = System.IO.Path.GetFullPath(path);
        string[] made = [.. Missing(full)];
        try
        {
            Directory.CreateDirectory(full);
            string probe = System.IO.Path.Combine(full, $".{Guid.NewGuid():N}");
            System.IO.File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string reason = new FileInfo(full).LinkTarget is null && System.IO.File.Exists(full) ? "is a file" : $"cannot be written to: {Cause.Of(exception)}";
            throw new PixelShapException(ExitCode.Usage, $"The output directory {path} {reason}.", "Name a directory that you may write to with --output.", exception);
        }

        try
        {
            // Unlike every other sharing mode, None is an exclusive lock on Linux too; the system lets go of it when the process dies.
            string name = System.IO.Path.Combine(full, ".lock");
            return new RunDirectory(full, new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose), made);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(
                ExitCode.Usage, $"Another pixelshap is at work in the output directory {path}.", "Wait for it, or name another --output.", exception);
        }
    }

    /// <summary>Refuses an input that a run into this directory would overwrite.</summary>
    /// <exception cref="PixelShapException">The input bears the name of one of the run's own files.</exception>
    public void Protect(ClipInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        foreach (string file in input.Files)
        {
            ProtectFile(file);
        }
    }

    /// <summary>Notes the files of a drive.</summary>
    public Task WriteDriveAsync(ClipInput drive) => WriteAsync(DriveName, async stream => await stream.WriteAsync(Encoding.UTF8.GetBytes(DriveJson.Write(drive).ToJsonString(s_indented) + "\n")));

    /// <summary>The drive that the run is of; null where it is of one clip.</summary>
    /// <exception cref="PixelShapException">What is noted of it makes no sense.</exception>
    public ClipInput? ReadDrive()
    {
        if (!System.IO.File.Exists(File(DriveName)))
        {
            return null;
        }

        try
        {
            return DriveJson.Read(JsonNode.Parse(RegularFile.ReadText(File(DriveName), MostDriveBytes))) ?? throw new JsonException("no drive");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(
                ExitCode.Input, $"{File(DriveName)}, which names the files of the drive, cannot be read: {Cause.Of(exception)}.", "Start the same 'pixelshap run' again; it writes the file anew.", exception);
        }
    }

    private void ProtectFile(string input)
    {
        string real = new FileInfo(input).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? System.IO.Path.GetFullPath(input);
        string folder = new DirectoryInfo(Path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path;
        if (System.IO.Path.GetDirectoryName(real) == folder)
        {
            throw new PixelShapException(
                ExitCode.Usage, $"The input {input} lies in the output directory itself, where it could be overwritten.", "Name another --output.");
        }
    }

    /// <summary>Makes sure that the directory has not been deleted or moved meanwhile.</summary>
    /// <exception cref="PixelShapException">It has.</exception>
    public void MustBeThere()
    {
        if (!Directory.Exists(Path) || !System.IO.File.Exists(Journal))
        {
            throw new PixelShapException(
                ExitCode.Failed, $"The output directory {Path} is gone: something deleted or moved it during the run.", "Run again; answers that are in the response cache are not asked for again.");
        }
    }

    /// <summary>Says that the command refuses: where nothing was analysed, a directory that was made for it goes again when this is disposed.</summary>
    public void Withdraw() => _isWithdrawn = true;

    /// <summary>Lets other processes in.</summary>
    public void Dispose()
    {
        bool isEmpty = _isWithdrawn && _made.Count > 0 && HoldsNothing();
        if (isEmpty)
        {
            System.IO.File.Delete(Log);
            System.IO.File.Delete(Journal);
            System.IO.File.Delete(File(DriveName));
        }

        _lock?.Dispose();
        if (isEmpty)
        {
            RemoveMade();
        }
    }

    /// <summary>The directories of a path that are not there yet, the deepest first.</summary>
    private static IEnumerable<string> Missing(string full)
    {
        for (string? folder = System.IO.Path.TrimEndingDirectorySeparator(full); folder is not null && !Directory.Exists(folder); folder = System.IO.Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }

    /// <summary>Whether there is nothing but a log and a journal without a picture.</summary>
    private bool HoldsNothing()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(Path).All(entry => entry == Log || entry == Journal || entry == File(DriveName) || entry == File(".lock"))
                && (!System.IO.File.Exists(Journal) || new JournalReader(Journal) { WithMasks = false }.Read().All(record => record is JournalHeader or JournalEpoch));
        }
        catch (Exception exception) when (exception is PixelShapException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void RemoveMade()
    {
        try
        {
            foreach (string folder in _made)
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else has put something there meanwhile: it is theirs.
        }
    }

    /// <summary>Opens the directory of a run that was made before.</summary>
    /// <exception cref="PixelShapException">There is no run.</exception>
    public static RunDirectory ForReading(string path)
    {
        var directory = new RunDirectory(System.IO.Path.GetFullPath(path));
        string what = System.IO.File.Exists(path) ? "is a file"
            : Directory.Exists(path) ? "holds no run: there is no journal.psj in it"
            : "does not exist";
        return System.IO.File.Exists(directory.Journal)
            ? directory
            : throw new PixelShapException(ExitCode.Input, $"{path} {what}.", "Name the --output directory of a pixelshap run.");
    }

    /// <summary>Writes a file under a temporary name and gives it its final name when it is whole.</summary>
    /// <param name="name">The name in the directory.</param>
    /// <param name="write">Writes the content.</param>
    public Task WriteAsync(string name, Func<Stream, Task> write) => WholeFile.WriteAsync(File(name), write);
}
