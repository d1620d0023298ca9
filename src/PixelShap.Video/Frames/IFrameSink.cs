namespace PixelShap.Video.Frames;

/// <summary>Takes finished pictures, for example to encode them. Nothing stands under its final name before <see cref="CompleteAsync"/>.</summary>
public interface IFrameSink : IAsyncDisposable
{
    /// <summary>Says what is to come before it is there, so that a sink that takes time to start starts early. Need not be called.</summary>
    /// <param name="first">The header that the first picture will have.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    ValueTask ExpectAsync(FrameHeader first, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Takes one picture; the caller keeps its ownership of <paramref name="frame"/>.</summary>
    ValueTask WriteAsync(Frame frame, CancellationToken cancellationToken);

    /// <summary>Finishes the output and gives it its final name. Disposing without completing discards it.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}
