using System.Globalization;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Frames;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Time;

namespace PixelShap.Video.Rendering;

/// <summary>Draws <c>annotated.mp4</c>, of a finished run or of a camera while its pictures come, and the picture that stands for a run.</summary>
/// <param name="media">Reads the clip and writes the video.</param>
/// <param name="codec">Encodes pictures for a page.</param>
public sealed class AnnotatedVideoPublisher(IMediaLibrary media, IImageCodec codec) : IRunPublisher, ILiveDrawing
{
    /// <summary>The picture that stands for a run: its annotated video at the most decisive moment, or at the first keyframe where none is decisive.</summary>
    public const string PosterName = "poster.jpg";

    private static readonly Rational LiveTimeBase = new(1, 90_000);

    /// <inheritdoc/>
    public async Task<IPublication?> BeginAsync(FinishedRun run, ILogger logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Input is { } input && run.IsComplete && run.Configuration.Video.Annotated
            ? await AnnotatedVideoPublication.BeginAsync(media, run, input, logger, cancellationToken)
            : null;
    }

    /// <inheritdoc/>
    public ISceneSink Begin(RunDirectory directory, VideoConfiguration configuration, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return new AnnotatedVideoSink(
            async part =>
            {
                string name = part == 0 ? "annotated.mp4" : string.Create(CultureInfo.InvariantCulture, $"annotated-{part + 1}.mp4");
                return await media.CreateVideoAsync(directory.File(name), configuration, isLive: true, null, logger, CancellationToken.None);
            },
            static (_, scene) => new MediaTime((long)Math.Round(scene.TimeSeconds * LiveTimeBase.Denominator), LiveTimeBase),
            logger,
            new SceneRendererOptions());
    }

    /// <inheritdoc/>
    public ILivePicture Pictures() => new LivePicture(codec);
}
