using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Runs.Live;

/// <summary>Shows each scene where somebody may look, and passes it on.</summary>
/// <param name="view">Where.</param>
/// <param name="picture">Draws; disposed with this.</param>
/// <param name="next">The annotated video; null for none; disposed with this.</param>
internal sealed class ViewSink(CameraView view, ILivePicture picture, ISceneSink? next) : ISceneSink
{
    public ValueTask WriteAsync(Frame frame, Scene scene, ImportanceStrip strip, CancellationToken cancellationToken)
    {
        view.Show(frame, scene, strip, picture);
        return next?.WriteAsync(frame, scene, strip, cancellationToken) ?? ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => next?.CompleteAsync(cancellationToken) ?? ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        picture.Dispose();
        return next?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
