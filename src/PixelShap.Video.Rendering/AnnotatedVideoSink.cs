using Microsoft.Extensions.Logging;
using PixelShap.Video.Frames;
using PixelShap.Video.Rendering;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Time;

namespace PixelShap.Video.Rendering;

/// <summary>
/// Draws each picture and hands it to a video writer. When a live stream comes back with another picture size, the video so far is finished and another
/// one begun.
/// </summary>
internal sealed class AnnotatedVideoSink : ISceneSink
{
    private readonly FramePool _pool = new(4);
    private readonly Func<int, Task<IFrameSink>> _open;
    private readonly Func<Frame, Scene, MediaTime> _time;
    private readonly ILogger _logger;
    private readonly SceneRendererOptions _drawing;
    private SceneRenderer? _renderer;
    private IFrameSink? _writer;
    private int _part;
    private bool _warned;

    /// <summary>Creates a sink.</summary>
    /// <param name="open">Opens the video number 0, 1 …</param>
    /// <param name="time">The time of a picture in the video.</param>
    /// <param name="logger">Takes warnings.</param>
    /// <param name="drawing">How pictures are drawn.</param>
    public AnnotatedVideoSink(Func<int, Task<IFrameSink>> open, Func<Frame, Scene, MediaTime> time, ILogger logger, SceneRendererOptions drawing)
    {
        _drawing = drawing;
        _open = open;
        _time = time;
        _logger = logger;
    }

    public async ValueTask WriteAsync(Frame frame, Scene scene, ImportanceStrip strip, CancellationToken cancellationToken)
    {
        if (_renderer is null || _renderer.Layout.Picture.Width != frame.Width || _renderer.Layout.Picture.Height != frame.Height)
        {
            await FinishAsync(cancellationToken);
            _renderer = new SceneRenderer(SceneLayout.For(frame.Width, frame.Height), _drawing);
            _writer = await _open(_part++);
        }

        if (!ReferenceEquals(_renderer.Strip, strip))
        {
            _renderer.Strip = strip;
        }

        SceneLayout layout = _renderer.Layout;
        var header = new FrameHeader(frame.Index, frame.Header.Epoch, _time(frame, scene), layout.Width, layout.Height, PixelFormat.Bgr32);
        using Frame picture = _pool.Rent(header);
        _renderer.Draw(frame, scene, picture);
        if (_renderer.UnknownGlyphs > 0 && !_warned)
        {
            _warned = true;
            _logger.LogWarning("No installed font has all characters of the question or the answer; 'apt-get install fonts-noto-cjk' or 'fonts-noto-core' adds most");
        }

        await _writer!.WriteAsync(picture, cancellationToken);
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken) => await FinishAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _renderer?.Dispose();
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }
    }

    private async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        if (_writer is null)
        {
            return;
        }

        await _writer.CompleteAsync(cancellationToken);
        await _writer.DisposeAsync();
        _renderer!.Dispose();
        (_writer, _renderer) = (null, null);
    }
}
