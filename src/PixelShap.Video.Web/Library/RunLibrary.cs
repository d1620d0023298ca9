using System.Collections.Concurrent;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Web.Library;

/// <summary>
/// The runs below a folder. A run is read once and again when its files have another time; a request looks at the times alone, at most once in two seconds, and shows what is
/// known while the rest is being read. Thread-safe.
/// </summary>
internal sealed class RunLibrary : IDisposable
{
    private const int Readers = 2;
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);
    private static readonly string[] Watched = [RunDirectory.JournalName, RunDirectory.DocumentName, "attributions.jsonl", "events.jsonl", ".lock"];

    private readonly string _root;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Known> _runs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1), _readers = new(Readers);
    private readonly CancellationTokenSource _end = new();
    private long _lookedAt;
    private bool _hasLooked;

    /// <summary>Opens a folder.</summary>
    /// <param name="root">Its full path.</param>
    /// <param name="time">The clock.</param>
    public RunLibrary(string root, TimeProvider time)
    {
        _root = root;
        _time = time;
    }

    /// <summary>The runs that are known: the newest first, those that cannot be opened last.</summary>
    /// <returns>The runs, and how many are still to be read: those are missing, or as they were before.</returns>
    /// <exception cref="PixelShapException">The folder cannot be read.</exception>
    public async Task<(IReadOnlyList<RunSummary> Runs, int Pending)> ListAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_hasLooked || _time.GetElapsedTime(_lookedAt) > Freshness)
            {
                Look();
                (_lookedAt, _hasLooked) = (_time.GetTimestamp(), true);
            }
        }
        finally
        {
            _turn.Release();
        }

        // One look at each: what ends meanwhile counts as pending, and is not missed.
        (RunSummary? Summary, bool IsRead)[] seen = [.. _runs.Values.Select(run => run.Reading.IsCompletedSuccessfully ? (run.Reading.Result, true) : (run.Before, false))];
        return ([.. seen.Select(run => run.Summary).OfType<RunSummary>().OrderBy(run => run.State is RunState.Ready or RunState.Busy ? 0 : 1).ThenByDescending(run => run.Date).ThenBy(run => run.Name, StringComparer.Ordinal)], seen.Count(run => !run.IsRead));
    }

    /// <summary>A run by its name in addresses, read now where that was not done yet; null where there is none.</summary>
    public async Task<RunSummary?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await ListAsync(cancellationToken);
        Known? run = _runs.Values.FirstOrDefault(run => run.Id == id);
        return run is null ? null : await run.Reading.WaitAsync(cancellationToken);
    }

    /// <summary>Looks at the folder again with the next request, however soon.</summary>
    public void Refresh() => Volatile.Write(ref _hasLooked, false);

    /// <inheritdoc/>
    public void Dispose() => _end.Cancel();

    private void Look()
    {
        IReadOnlyList<string> found = RunDirectory.Below(_root);
        foreach (string gone in _runs.Keys.Except(found, StringComparer.Ordinal))
        {
            _runs.TryRemove(gone, out _);
        }

        foreach (string path in found)
        {
            string stamp = StampOf(path);
            if (!_runs.TryGetValue(path, out Known? known) || known.Stamp != stamp)
            {
                _runs[path] = new Known(RunSummaryReader.IdOf(path), stamp, ReadAsync(path), known is { Reading.IsCompletedSuccessfully: true } ? known.Reading.Result : known?.Before);
            }
        }
    }

    private async Task<RunSummary> ReadAsync(string path)
    {
        await _readers.WaitAsync(_end.Token);
        try
        {
            return await Task.Run(() => RunSummaryReader.Read(path, NameOf(path)), _end.Token);
        }
        finally
        {
            _readers.Release();
        }
    }

    private string NameOf(string path) => path == _root ? Path.GetFileName(_root) : Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The times and lengths of what a summary is made of.</summary>
    private static string StampOf(string path) => string.Join(' ', Watched.Select(name =>
    {
        var file = new FileInfo(Path.Combine(path, name));
        return file.Exists ? $"{file.LastWriteTimeUtc.Ticks}:{file.Length}" : "-";
    }));

    /// <summary>A run while it is read and after, with what was known of it before.</summary>
    private sealed record Known(string Id, string Stamp, Task<RunSummary> Reading, RunSummary? Before);
}
