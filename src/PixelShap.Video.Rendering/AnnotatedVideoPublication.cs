using Microsoft.Extensions.Logging;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Rendering;

/// <summary>
/// <c>annotated.mp4</c> of a finished run while it is drawn: each picture of the clip with what the journal knows of it, without any model. At the end also
/// the picture that stands for the run.
/// </summary>
internal sealed class AnnotatedVideoPublication : IPublication
{
    private readonly IMediaLibrary _media;
    private readonly FinishedRun _run;
    private readonly RunResults _results;
    private readonly ImportanceStrip _strip;
    private readonly IEnumerator<JournalFrame> _facts;
    private readonly IVideoSink _writer;
    private readonly AnnotatedVideoSink _sink;

    private AnnotatedVideoPublication(IMediaLibrary media, FinishedRun run, RunResults results, IVideoSink writer, ILogger logger)
    {
        _media = media;
        _run = run;
        _results = results;
        _writer = writer;
        _strip = AnnotatedVideo.StripOf(results, results.Seconds.Start, Math.Max(results.Seconds.End, results.Seconds.Start + 1e-3));
        _facts = results.ReadTracks().GetEnumerator();
        _sink = new AnnotatedVideoSink(
            _ => Task.FromResult<IFrameSink>(writer), static (frame, _) => frame.Pts, logger, new SceneRendererOptions { ImportanceRange = ImportanceColours.RangeOf(results) });
    }

    /// <inheritdoc/>
    public bool TakesFrames => true;

    /// <summary>Begins the video of <paramref name="input"/>.</summary>
    public static async Task<AnnotatedVideoPublication> BeginAsync(IMediaLibrary media, FinishedRun run, ClipInput input, ILogger logger, CancellationToken cancellationToken)
    {
        RunResults results = run.Results.Showing(RunPrompts.Shown(run.Configuration).Name);
        IVideoSink writer = await media.CreateVideoAsync(
            run.Directory.AnnotatedVideo, run.Configuration.Video, isLive: false, (input, run.Origin.Time), logger, cancellationToken);
        foreach (string warning in writer.Warnings)
        {
            logger.LogWarning("{Warning}", warning);
        }

        return new AnnotatedVideoPublication(media, run, results, writer, logger);
    }

    /// <inheritdoc/>
    public async ValueTask TakeAsync(Frame frame, CancellationToken cancellationToken)
    {
        if (!_facts.MoveNext() || _facts.Current.Index != frame.Index || _facts.Current.Pts != frame.Pts)
        {
            throw new PixelShapException(
                ExitCode.Input,
                $"Frame {frame.Index} of {_results.Header.Input} is not the one that was analysed.",
                "The input has changed since: run again into another --output.");
        }

        await _sink.WriteAsync(frame, AnnotatedVideo.SceneOf(_facts.Current, _results), _strip, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await _sink.CompleteAsync(cancellationToken);
        double start = _results.Seconds.Start;
        double at = ReviewMoment.Find(_results, start, double.PositiveInfinity, 1, 0) is [ReviewMoment best] ? best.Seconds
            : _results.Timeline.Keyframes is [var first, ..] ? first.Seconds
            : start;
        await _media.WritePosterAsync(_run.Directory.AnnotatedVideo, Math.Max(0, at - start), AnnotatedVideoPublisher.PosterName, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _facts.Dispose();
        await _sink.DisposeAsync();
        await _writer.DisposeAsync();
    }
}
