using Microsoft.Extensions.Logging;

namespace PixelShap.Video.Runs.Ports;

/// <summary>Makes something of a run that has ended, into its directory: exports, the annotated video, the report.</summary>
public interface IRunPublisher
{
    /// <summary>Makes it, where the settings of the run want it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="observer">Shows the progress.</param>
    /// <param name="logger">Takes what happens.</param>
    /// <param name="cancellationToken">Ends the work; nothing is left half-written.</param>
    Task PublishAsync(FinishedRun run, IRunObserver observer, ILogger logger, CancellationToken cancellationToken);
}
