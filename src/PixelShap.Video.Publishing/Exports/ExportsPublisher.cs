using Microsoft.Extensions.Logging;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes what every run leaves behind, and the exports that its settings name.</summary>
public sealed class ExportsPublisher : IRunPublisher
{
    /// <inheritdoc/>
    public Task PublishAsync(FinishedRun run, IRunObserver observer, ILogger logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        double origin = run.Input is null ? 0 : run.Origin.Seconds;
        return RunExports.WriteAsync(run.Directory, new ExportSource(run.Results, run.Clip) { VideoOrigin = origin }, run.Configuration.Exports);
    }
}
