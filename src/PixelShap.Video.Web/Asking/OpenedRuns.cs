using PixelShap.Video.Runs.Results;
using PixelShap.Video.Web.Library;

namespace PixelShap.Video.Web.Asking;

/// <summary>The runs that are open: the latest few, because an open one may hold a network and a model. One whose journal has changed is opened again. Thread-safe.</summary>
/// <param name="library">Knows the runs.</param>
/// <param name="options">What is shown.</param>
/// <param name="hasLibrary">Whether there is more than one.</param>
/// <param name="parts">What is called.</param>
internal sealed class OpenedRuns(RunLibrary library, WorkbenchOptions options, bool hasLibrary, WorkbenchParts parts) : IAsyncDisposable
{
    private const int Most = 3;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly LinkedList<(string Id, OpenedRun Run)> _open = [];

    /// <summary>A run by its name in addresses; null where there is none.</summary>
    /// <exception cref="PixelShapException">It cannot be opened.</exception>
    public async Task<OpenedRun?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await library.FindAsync(id, cancellationToken) is not { } summary)
        {
            return null;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            var journal = new FileInfo(RunDirectory.ForReading(summary.Path).Journal);
            string stamp = $"{journal.LastWriteTimeUtc.Ticks}:{journal.Length}";
            LinkedListNode<(string Id, OpenedRun Run)>? known = Find(id);
            if (known is not null)
            {
                _open.Remove(known);
                if (known.Value.Run.Stamp == stamp)
                {
                    _open.AddFirst(known);
                    return known.Value.Run;
                }

                await known.Value.Run.DisposeAsync();
            }

            RecordedRun run = await Task.Run(() => RecordedRun.Open(summary.Path), cancellationToken);
            var opened = new OpenedRun(run, stamp, options, hasLibrary, parts);
            _open.AddFirst((id, opened));
            if (_open.Count > Most)
            {
                OpenedRun last = _open.Last!.Value.Run;
                _open.RemoveLast();
                await last.DisposeAsync();
            }

            return opened;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach ((_, OpenedRun run) in _open)
        {
            await run.DisposeAsync();
        }
    }

    private LinkedListNode<(string Id, OpenedRun Run)>? Find(string id)
    {
        for (LinkedListNode<(string Id, OpenedRun Run)>? node = _open.First; node is not null; node = node.Next)
        {
            if (node.Value.Id == id)
            {
                return node;
            }
        }

        return null;
    }
}
