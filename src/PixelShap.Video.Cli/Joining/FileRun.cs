using Microsoft.Extensions.Logging;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Media;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Rendering;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Time;
using Spectre.Console;

namespace PixelShap.Video.Cli.Joining;

/// <summary>The whole of <c>pixelshap run</c>: analyse, export, draw, sum up.</summary>
internal sealed class FileRun(PipelineConfiguration configuration, string baseDirectory, TimeProvider time)
{
    private const double LatestStartSeconds = 10;

    public async Task<int> RunAsync(string input, string output, bool json, bool verbose, bool brief = false)
    {
        long startedAt = time.GetTimestamp();
        IAnsiConsole console = Consoles.Error();
        using var interruption = new Interruption(() => console.WriteLine("Stopping after what is under way; press Ctrl-C again to abort."));
        await using FfmpegFrameSource source = await FfmpegFrameSource.OpenAsync(input, new FrameSourceOptions(), interruption.Stop);
        ClipFacts clip = await ClipFactsProbe.ReadAsync(input, interruption.Stop);
        using RunDirectory directory = RunDirectory.ForWriting(output);
        directory.Protect(input);
        using var log = new RunLog(directory.Log, console, verbose);
        var display = new ProgressDisplay(console, time);
        (AnalysisOutcome outcome, PixelShapException? limit) = await AnalyseAsync(source, input, directory, display, log, interruption);

        // What the networks held is given back before drawing and the report begin.
        GC.Collect(2, GCCollectionMode.Aggressive);
        foreach (string warning in source.Warnings)
        {
            log.Logger.LogWarning("{Warning}", warning);
        }

        clip = clip with { Recovery = source.Recovery ?? RecordedRun.RecoveryIn(directory) };
        RunResults results = RunResults.Load(directory, configuration.Importance, configuration.Tracker);
        await RunExports.WriteAsync(
            directory, new ExportSource(results, clip) { VideoOrigin = OriginOf(source.Info).Seconds }, configuration.Exports);
        if (configuration.Video.Annotated && limit is null)
        {
            RunResults shown = results.Showing(RunPrompts.Shown(configuration).Name);
            await DrawAsync(input, directory, shown, display, log, interruption.Stop);
            await RunPoster.WriteAsync(directory, shown, interruption.Stop);
        }

        var summary = new RunSummary(results, outcome, configuration, source.Info, time.GetElapsedTime(startedAt)) { Clip = clip };
        await directory.WriteAsync("run.json", summary.WriteJsonAsync);
        if (configuration.Report)
        {
            await ReportFile.WriteAsync(directory, results, summary.ToJson(), input, [], directory.File(ReportFile.Name), display, interruption.Stop);
        }

        summary.Show(directory, json, brief);
        if (limit is not null)
        {
            ErrorOutput.Write(limit.Message, limit.Remedy);
            return (int)limit.ExitCode;
        }

        if (results.KeyframeCount == 0 && results.Skipped is [var first, ..] && results.Skipped.All(skipped => skipped.Kind == AnswerKind.Failed))
        {
            ErrorOutput.Write(
                $"No question got an answer: {first.Why.TrimEnd('.')}.", "Check the service, then run again into another --output: this run has come to its end and asks nothing more.");
            return (int)ExitCode.Limit;
        }

        return (int)ExitCode.Done;
    }

    /// <summary>Analyses the clip into the journal. A limit that ends it early is given back: what was found until then is exported, and the video is drawn when the
    /// same command has gone on to the end.</summary>
    private async Task<(AnalysisOutcome Outcome, PixelShapException? Limit)> AnalyseAsync(
        FfmpegFrameSource source, string input, RunDirectory directory, ProgressDisplay display, RunLog log, Interruption interruption)
    {
        await using AnalysisSession session = await AnalysisSession.OpenAsync(configuration, baseDirectory, source, log, time, interruption.Abort);
        AnalysisOutcome start = session.Outcome;
        log.Logger.LogInformation("Analysing {Input} with {Segmenter} ({Choice}), asking {Model}", input, start.Segmenter, start.SegmenterChoice, start.Model);
        RunFingerprint fingerprint = await session.FingerprintAsync(input, interruption.Stop);
        PixelShapException? limit = null;
        try
        {
            await display.ShowAsync(
                () => ProgressLine.Of(session.Progress, "analysing", source.Info.ApproximateFrameCount),
                () => session.RunAsync(directory, input, fingerprint, interruption));
        }
        catch (PixelShapException exception) when (exception.ExitCode == ExitCode.Limit)
        {
            limit = exception;
        }
        catch (StageFailedException exception)
        {
            log.Logger.LogError(exception, "The run failed");
            throw;
        }

        return (session.Outcome, limit);
    }

    private async Task DrawAsync(
        string input, RunDirectory directory, RunResults results, ProgressDisplay display, RunLog log, CancellationToken cancellationToken)
    {
        await using FfmpegFrameSource source = await FfmpegFrameSource.OpenAsync(input, new FrameSourceOptions(), cancellationToken, log.Logger);
        VideoWriterOptions options = PartsFactory.Writer(configuration.Video) with { AudioSource = input, Origin = OriginOf(source.Info) };
        await using FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(directory.AnnotatedVideo, options, cancellationToken, log.Logger);
        await using var sink = new AnnotatedVideoSink(
            _ => Task.FromResult<IFrameSink>(writer), static (frame, _) => frame.Pts, log.Logger,
            new SceneRendererOptions { ImportanceRange = ImportanceColours.RangeOf(results) });
        foreach (string warning in writer.Warnings)
        {
            log.Logger.LogWarning("{Warning}", warning);
        }

        long drawn = 0;
        await display.ShowAsync(
            () => new ProgressLine("drawing", Interlocked.Read(ref drawn), results.FrameCount, [], ""),
            () => AnnotatedVideo.DrawAsync(source, results, sink, count => Interlocked.Exchange(ref drawn, count), cancellationToken));
    }

    /// <summary>
    /// The annotated video keeps the times of the source. A clock that begins hours late, as those of broadcast streams do, is moved to 0: players would
    /// show nothing until then.
    /// </summary>
    private static MediaTime OriginOf(VideoInfo info) =>
        IsLateStart(info.StartTime.Seconds) ? info.StartTime : new MediaTime(0, info.TimeBase);

    /// <summary>Whether a clock begins so late that the annotated video begins at 0 instead.</summary>
    internal static bool IsLateStart(double seconds) => Math.Abs(seconds) > LatestStartSeconds;
}
