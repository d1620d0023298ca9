using Microsoft.Extensions.Logging;
using PixelShap.Video.Frames;

namespace PixelShap.Video.Runs.Ports;

/// <summary>Makes something of a run that has ended, into its directory: exports, the annotated video, the report.</summary>
public interface IRunPublisher
{
    /// <summary>Begins it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="logger">Takes what happens.</param>
    /// <param name="cancellationToken">Ends the work; nothing is left half-written.</param>
    /// <returns>What is being made; null where the settings of the run do not want it.</returns>
    Task<IPublication?> BeginAsync(FinishedRun run, ILogger logger, CancellationToken cancellationToken);
}

/// <summary>Something that is being made of a run. Disposed of before it is finished, it leaves nothing half-written.</summary>
public interface IPublication : IAsyncDisposable
{
    /// <summary>Whether it is made of the pictures of the clip, which is read once for all that are.</summary>
    bool TakesFrames { get; }

    /// <summary>Takes the next picture of the clip, in order.</summary>
    /// <param name="frame">The picture; stays the caller's.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="PixelShapException">It is not the picture that was analysed.</exception>
    ValueTask TakeAsync(Frame frame, CancellationToken cancellationToken);

    /// <summary>Finishes it; all pictures have been taken.</summary>
    Task FinishAsync(CancellationToken cancellationToken);
}
