namespace PixelShap.Video.Frames;

/// <summary>Delivers the frames of a file or a live stream in order of PTS within each epoch.</summary>
public interface IFrameSource : IAsyncDisposable
{
    /// <summary>What is known before the first frame.</summary>
    VideoInfo Info { get; }

    /// <summary>Reads all frames once. The caller owns each frame and disposes it.</summary>
    /// <exception cref="PixelShapException">The input cannot be read; the message says why.</exception>
    IAsyncEnumerable<Frame> ReadAsync(CancellationToken cancellationToken);
}
