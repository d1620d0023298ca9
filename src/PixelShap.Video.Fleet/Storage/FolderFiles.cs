using System.Globalization;
using System.Runtime.CompilerServices;
using PixelShap.Video.Files;

namespace PixelShap.Video.Fleet.Storage;

/// <summary>Files in a folder that all machines have, for example on NFS.</summary>
internal sealed class FolderFiles : IFleetFiles
{
    private readonly string _root;

    public FolderFiles(string root)
    {
        _root = Path.GetFullPath(root);
        if (!Directory.Exists(_root))
        {
            throw new PixelShapException(ExitCode.Usage, $"The storage {_root} is no folder.", "Make it, or mount it on every machine of the fleet.");
        }
    }

    public string Place => _root;

    public async Task StoreAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        string path = Full(name), partial = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous))
            {
                await content.CopyToAsync(file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(partial);
            throw new PixelShapException(ExitCode.Failed, $"{path} cannot be written: {Cause.Of(exception)}.", "Check the disk space and the rights of the storage.", exception);
        }
    }

    public Task<Stream> OpenAsync(string name, CancellationToken cancellationToken)
    {
        string path = Full(name);
        try
        {
            return Task.FromResult<Stream>(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Input, $"{name} cannot be read in the storage {_root}: {Cause.Of(exception)}.", "Is it there, and may the worker read it?", exception);
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            File.Delete(Full(name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Failed, $"{name} cannot be deleted in the storage {_root}: {Cause.Of(exception)}.", "Check the rights of the storage.", exception);
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<StoredFile> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string top = prefix.Length == 0 ? _root : Full(prefix);
        string folder = Directory.Exists(top) ? top : Path.GetDirectoryName(top)!;
        IEnumerable<string> paths = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }) : [];
        foreach (string path in paths.Where(path => path.StartsWith(top, StringComparison.Ordinal) && !path.EndsWith(".partial", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = new FileInfo(path);
            yield return new StoredFile(
                Path.GetRelativePath(_root, path).Replace('\\', '/'), file.Length, string.Create(CultureInfo.InvariantCulture, $"{file.Length}-{file.LastWriteTimeUtc.Ticks}"));
        }

        await Task.CompletedTask;
    }

    public string? PathOf(string name) => Full(name);

    public void Dispose()
    {
        // Nothing is held open.
    }

    private string Full(string name)
    {
        string path = Path.GetFullPath(name, _root);
        return path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new PixelShapException(ExitCode.Usage, $"{name} lies outside the storage {_root}.", "Name a file within it.");
    }
}
