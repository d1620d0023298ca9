using PixelShap.Video.Frames;

namespace PixelShap.Video.Runs.Scenes;

/// <summary>Takes annotated pictures as they come, for example to draw and encode them.</summary>
public interface ISceneSink : IAsyncDisposable
{
    /// <summary>Takes one picture with everything there is to show on it.</summary>
    /// <param name="frame">The picture; the caller keeps its ownership.</param>
    /// <param name="scene">What is on it.</param>
    /// <param name="strip">The importance over time.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    ValueTask WriteAsync(Frame frame, Scene scene, ImportanceStrip strip, CancellationToken cancellationToken);

    /// <summary>Finishes the output. Disposing without completing discards it.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}
