using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.WhatIf;
using PixelShap.Video.Web.Reports;

namespace PixelShap.Video.Web.Asking;

/// <summary>A run that somebody looks at: its report and, once asked for, what more can be asked of it. Thread-safe.</summary>
/// <param name="run">The run.</param>
/// <param name="stamp">The time and length of its journal when it was opened.</param>
/// <param name="options">Where its clip is, and where relative paths start.</param>
/// <param name="hasLibrary">Whether it is one of several.</param>
/// <param name="parts">What is called.</param>
internal sealed class OpenedRun(RecordedRun run, string stamp, WorkbenchOptions options, bool hasLibrary, WorkbenchParts parts) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private ServedReport? _report;
    private WhatIfSession? _session;

    /// <summary>The run.</summary>
    public RecordedRun Run => run;

    /// <summary>Whether it is one of several.</summary>
    public bool HasLibrary => hasLibrary;

    /// <summary>The time and length of its journal when it was opened.</summary>
    public string Stamp => stamp;

    /// <summary>The report.</summary>
    public Task<ServedReport> ReportAsync(CancellationToken cancellationToken) =>
        OnceAsync(() => _report, async () => _report = await ServedReport.CreateAsync(run, options.Input, hasLibrary, parts), cancellationToken);

    /// <summary>What more can be asked.</summary>
    public Task<WhatIfSession> SessionAsync(CancellationToken cancellationToken) =>
        OnceAsync(() => _session, async () => _session = await parts.Ask.OpenAsync(run, options.Input, options.BaseDirectory, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _session?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<T> OnceAsync<T>(Func<T?> known, Func<Task<T>> make, CancellationToken cancellationToken)
        where T : class
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return known() ?? await make();
        }
        finally
        {
            _turn.Release();
        }
    }
}
