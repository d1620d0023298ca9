namespace PixelShap.Video.Web.Library;

/// <summary>The audit of a folder: made once for the runs that there are, and again when one has come, gone or changed. Thread-safe.</summary>
/// <param name="root">The folder.</param>
/// <param name="library">Says what there is.</param>
/// <param name="auditor">Reads it.</param>
internal sealed class AuditedFolder(string root, RunLibrary library, IRunAuditor auditor) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private (string Of, RunsAudit Audit)? _last;

    /// <summary>The audit of now.</summary>
    /// <param name="since">Only runs that were begun then or later; null for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<RunsAudit> FindAsync(DateTimeOffset? since, CancellationToken cancellationToken)
    {
        // All journals are read, so one reader at a time.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            (IReadOnlyList<RunSummary> runs, _) = await library.ListAsync(cancellationToken);
            string of = $"{since:o} {string.Join(' ', runs.Select(run => $"{run.Id} {run.State} {run.Date:o} {run.Keyframes}"))}";
            if (_last is { } last && last.Of == of)
            {
                return last.Audit;
            }

            RunsAudit audit = await Task.Run(() => auditor.Audit(root, since, cancellationToken), cancellationToken);
            _last = (of, audit);
            return audit;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
