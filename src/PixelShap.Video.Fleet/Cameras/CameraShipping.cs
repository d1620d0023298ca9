using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Storage;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Fleet.Cameras;

/// <summary>
/// Brings what a camera leaves into the storage while it is watched: files that are finished as they are, journals that grow in parts of whole records, which put together are the journal. A worker that is
/// killed so takes the last seconds with it and no more.
/// </summary>
/// <param name="files">The storage.</param>
/// <param name="run">The run of the camera.</param>
/// <param name="folder">Where the files are on this machine.</param>
/// <param name="time">The clock.</param>
internal sealed class CameraShipping(IFleetFiles files, RunLease run, string folder, TimeProvider time)
{
    private const int PartBytes = 8 << 20;
    private const string LockName = ".lock", OutboxName = "outbox";

    // A file that was not written for so long is finished.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (long Length, DateTime Written)> _shipped = [];
    private readonly Dictionary<string, long> _journals = [];

    /// <summary>Brings what is new.</summary>
    /// <param name="isLast">Whether nothing more will be written: then journals are brought whole, too.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PixelShapException">The storage refuses.</exception>
    public async Task ShipAsync(bool isLast, CancellationToken cancellationToken)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (Path.GetFileName(path) == LockName || name.Split('/').Contains(OutboxName))
            {
                continue;
            }

            if (Path.GetFileName(path) == RunDirectory.JournalName && !isLast)
            {
                await ShipJournalAsync(path, name, cancellationToken);
                continue;
            }

            var file = new FileInfo(path);
            (long, DateTime) state = (file.Length, file.LastWriteTimeUtc);
            if (!file.Exists || _shipped.GetValueOrDefault(name) == state || (!isLast && time.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc < Quiet))
            {
                continue;
            }

            await using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await files.StoreAsync($"{run.Folder}/{name}", content, cancellationToken);
            _shipped[name] = state;
        }
    }

    private async Task ShipJournalAsync(string path, string name, CancellationToken cancellationToken)
    {
        long begins = _journals.GetValueOrDefault(name);
        while (await JournalParts.ReadAsync(path, begins, PartBytes, cancellationToken) is { Length: > 0 } part)
        {
            await files.StoreAsync(FormattableString.Invariant($"{run.Folder}/{name}.parts/{begins:D12}"), new MemoryStream(part, writable: false), cancellationToken);
            begins += part.Length;
            _journals[name] = begins;
        }
    }
}
