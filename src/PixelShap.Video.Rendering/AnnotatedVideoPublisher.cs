using System.Globalization;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Frames;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Rendering.Reviews;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Time;

namespace PixelShap.Video.Rendering;

/// <summary>Draws <c>annotated.mp4</c>, of a finished run or of a camera while its pictures come, and the picture that stands for a run.</summary>
/// <param name="media">Reads the clip and writes the video.</param>
public sealed class AnnotatedVideoPublisher(IMediaLibrary media) : IRunPublisher, ILiveDrawing
{
    /// <summary>The picture that stands for a run: its annotated video at the most decisive moment, or at the first keyframe where none is decisive.</summary>
    public const string PosterName = "poster.jpg";

    private static readonly Rational LiveTimeBase = new(1, 90_000);

    /// <inheritdoc/>
    public async Task PublishAsync(FinishedRun run, IRunObserver observer, ILogger logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(observer);
        if (run.Input is not { } input || !run.IsComplete || !run.Configuration.Video.Annotated)
        {
            return;
        }

        RunResults shown = run.Results.Showing(RunPrompts.Shown(run.Configuration).Name);
        await DrawAsync(run, input, shown, observer, logger, cancellationToken);
        double start = shown.Seconds.Start;
        double at = DecisiveMoment.Find(shown, start, double.PositiveInfinity, 1, 0) is [DecisiveMoment best] ? best.Keyframe.Seconds
            : shown.Timeline.Keyframes is [var first, ..] ? first.Seconds
            : start;
        await media.WritePosterAsync(run.Directory.AnnotatedVideo, Math.Max(0, at - start), PosterName, cancellationToken);
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

    private async Task DrawAsync(
        FinishedRun run, string input, RunResults results, IRunObserver observer, ILogger logger, CancellationToken cancellationToken)
    {
        await using IClipSource source = await media.OpenAsync(input, logger, cancellationToken);
        await using IVideoSink writer = await media.CreateVideoAsync(
            run.Directory.AnnotatedVideo, run.Configuration.Video, isLive: false, (input, run.Origin.Time), logger, cancellationToken);
        await using var sink = new AnnotatedVideoSink(
            _ => Task.FromResult<IFrameSink>(writer), static (frame, _) => frame.Pts, logger,
            new SceneRendererOptions { ImportanceRange = ImportanceColours.RangeOf(results) });
        foreach (string warning in writer.Warnings)
        {
            logger.LogWarning("{Warning}", warning);
        }

        long drawn = 0;
        await observer.ShowAsync(
            () => RunProgress.Of("drawing", Interlocked.Read(ref drawn), results.FrameCount),
            () => AnnotatedVideo.DrawAsync(source, results, sink, count => Interlocked.Exchange(ref drawn, count), cancellationToken));
    }
}
