using Microsoft.Extensions.Logging;
using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes what every run leaves behind, and the exports that its settings name.</summary>
public sealed class ExportsPublisher : IRunPublisher
{
    /// <inheritdoc/>
    public Task<IPublication?> BeginAsync(FinishedRun run, ILogger logger, CancellationToken cancellationToken) => Task.FromResult<IPublication?>(new Publication(run));

    private sealed class Publication(FinishedRun run) : IPublication
    {
        public bool TakesFrames => false;

        public ValueTask TakeAsync(Frame frame, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public Task FinishAsync(CancellationToken cancellationToken)
        {
            double origin = run.Input is null ? 0 : run.Origin.Seconds;
            return RunExports.WriteAsync(run.Directory, new ExportSource(run.Results, run.Clip) { VideoOrigin = origin }, run.Configuration.Exports);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
