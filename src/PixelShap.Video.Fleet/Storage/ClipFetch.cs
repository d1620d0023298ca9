namespace PixelShap.Video.Fleet.Storage;

/// <summary>Brings clips to a worker: in place where the storage is a folder, else fetched, within limits.</summary>
/// <param name="files">Where they are.</param>
/// <param name="scratch">Where they are fetched to.</param>
/// <param name="mostBytes">The most bytes of one clip.</param>
public sealed class ClipFetch(IFleetFiles files, string scratch, long mostBytes)
{
    // What a machine needs besides: logs, journals, the results of the run.
    private const long Reserve = 1L << 30;

    /// <summary>Brings a clip.</summary>
    /// <param name="input">Its name in the storage, or a path that every worker has.</param>
    /// <param name="run">The run, whose folder it is fetched to.</param>
    /// <param name="cancellationToken">Ends the fetching.</param>
    /// <returns>Its path on this machine.</returns>
    /// <exception cref="PixelShapException">It is not there, too large, or there is no room.</exception>
    public async Task<string> FetchAsync(string input, string run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Path.IsPathRooted(input))
        {
            return input;
        }

        if (files.PathOf(input) is { } here)
        {
            return here;
        }

        string path = Path.Combine(FolderOf(run), Path.GetFileName(input));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        long most = Math.Min(mostBytes, new DriveInfo(scratch).AvailableFreeSpace - Reserve), length = 0;
        await using Stream source = await files.OpenAsync(input, cancellationToken);
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16, FileOptions.Asynchronous);
        var buffer = new byte[1 << 16];
        while (await source.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            length += count;
            if (length > most)
            {
                throw length > mostBytes
                    ? new PixelShapException(ExitCode.Input, $"{input} has more than {mostBytes >> 20} MB.", "Raise --max-clip-mb of the workers.")
                    : new PixelShapException(ExitCode.Failed, $"There is no room for {input} in {scratch}.", "Make room, or name another --scratch.");
            }

            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        return path;
    }

    /// <summary>Deletes what was fetched for a run.</summary>
    public void Forget(string run)
    {
        if (Directory.Exists(FolderOf(run)))
        {
            Directory.Delete(FolderOf(run), recursive: true);
        }
    }

    private string FolderOf(string run) => Path.Combine(scratch, "clips", run);
}
