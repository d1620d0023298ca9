using Microsoft.Extensions.Logging;
using PixelShap.Video.Clips;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Runs.UseCases;

/// <summary>The main job: a clip is analysed, what was found is summed up in <c>run.json</c>, and everything is made of it that the settings want.</summary>
/// <param name="media">Reads the clip.</param>
/// <param name="parts">Makes the parts.</param>
/// <param name="publishers">Make the results, in their order.</param>
/// <param name="product">The program.</param>
/// <param name="time">The clock.</param>
public sealed class AnalyseClip(IMediaLibrary media, IRunParts parts, IEnumerable<IRunPublisher> publishers, ProductInfo product, TimeProvider time)
{
    /// <summary>Runs.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="baseDirectory">Where relative paths in them start.</param>
    /// <param name="input">The clip, or the files of a drive.</param>
    /// <param name="output">The run directory; one that holds the beginning of this very run is gone on with.</param>
    /// <param name="observer">Watches.</param>
    /// <param name="signals">Ask it to end.</param>
    /// <exception cref="PixelShapException">The clip cannot be read, the settings do not fit, or the directory holds another run.</exception>
    /// <exception cref="OperationCanceledException">Stopped before the end of the clip: the same call goes on.</exception>
    public async Task<RunOutcome> RunAsync(
        PipelineConfiguration configuration, string baseDirectory, ClipInput input, string output, IRunObserver observer, RunSignals signals)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(observer);
        long startedAt = time.GetTimestamp();
        await using IClipSource source = await media.OpenAsync(input, configuration.Clip, null, signals.Stop);
        ClipFacts clip = await media.ReadFactsAsync(input, configuration.Clip, signals.Stop);
        using RunDirectory directory = RunDirectory.ForWriting(output);
        try
        {
            return await RunAsync(configuration, baseDirectory, source, clip, input, directory, startedAt, observer, signals);
        }
        catch (PixelShapException)
        {
            directory.Withdraw();
            throw;
        }
    }

    private async Task<RunOutcome> RunAsync(
        PipelineConfiguration configuration,
        string baseDirectory,
        IClipSource source,
        ClipFacts clip,
        ClipInput input,
        RunDirectory directory,
        long startedAt,
        IRunObserver observer,
        RunSignals signals)
    {
        directory.Protect(input);
        using IRunLog log = observer.OpenLog(directory.Log);
        int told = Tell(source.Warnings, 0, log);
        if (clip.UnreadTelemetry is { } refusal)
        {
            log.Logger.LogWarning("The telemetry of {Clip} was not read: {Why}", Path.GetFileName(input.Path), refusal);
        }

        if (clip.UnreadText is { } text)
        {
            log.Logger.LogWarning("{Clip} has a text track in which no places were found; it begins: {Text}", Path.GetFileName(input.Path), text);
        }

        (AnalysisOutcome analysis, PixelShapException? limit) = await AnalyseAsync(configuration, baseDirectory, source, input, directory, observer, log, signals);
        Tell(source.Warnings, told, log);
        clip = clip with { Recovery = source.Recovery ?? RecordedRun.RecoveryIn(directory) };
        directory.MustBeThere();
        if (analysis.Own?.Mask is { } mask)
        {
            await directory.WriteAsync(RunDirectory.EgoMaskName, stream => stream.WriteAsync(parts.EncodeEgoMask(mask)).AsTask());
            log.Logger.LogInformation("{Share:0.0} % of the picture is the own car; {LeftOut} detections there were left out", 100 * mask.Share, analysis.Own.LeftOut);
        }

        RunResults results = RunResults.Load(directory, configuration.Importance, configuration.Tracker, clip);
        var document = new RunDocument(product, results, analysis, configuration, source.Info, time.GetElapsedTime(startedAt)) { Clip = clip, Drive = directory.ReadDrive() };
        var run = new FinishedRun
        {
            Directory = directory,
            Configuration = configuration,
            Results = results,
            Document = document.ToJson(),
            Source = source.Info,
            Input = input,
            Clip = clip,
            IsComplete = limit is null,
        };
        await directory.WriteAsync(RunDirectory.DocumentName, document.WriteAsync);
        await RunPublishing.PublishAsync(publishers, run, media, observer, log.Logger, signals.Stop);

        return new RunOutcome(run, analysis, time.GetElapsedTime(startedAt), limit);
    }

    /// <summary>Tells what was not told yet.</summary>
    /// <returns>How many have been told.</returns>
    private static int Tell(IReadOnlyList<string> warnings, int told, IRunLog log)
    {
        foreach (string warning in warnings.Skip(told))
        {
            log.Logger.LogWarning("{Warning}", warning);
        }

        return warnings.Count;
    }

    /// <summary>Analyses the clip into the journal. A limit that ends it early is given back: what was found until then is exported, and the video is drawn when the
    /// same command has gone on to the end.</summary>
    private async Task<(AnalysisOutcome Outcome, PixelShapException? Limit)> AnalyseAsync(
        PipelineConfiguration configuration,
        string baseDirectory,
        IClipSource source,
        ClipInput input,
        RunDirectory directory,
        IRunObserver observer,
        IRunLog log,
        RunSignals signals)
    {
        OwnCar own = await OwnCarSurvey.LookAsync(media, parts, configuration, baseDirectory, input, source.Info, observer, signals.Stop);
        await using AnalysisSession session = await AnalysisSession.OpenAsync(parts, configuration, baseDirectory, source, log, time, signals.Abort, own: own, observer: observer);
        AnalysisOutcome start = session.Outcome;
        log.Logger.LogInformation("Analysing {Input} with {Segmenter} ({Choice}), asking {Model}", input.Path, start.Segmenter, start.SegmenterChoice, start.Model);
        input = await RunFingerprint.WithHashesAsync(input, signals.Stop);
        RunFingerprint fingerprint = await session.FingerprintAsync(input, signals.Stop);
        string then = (configuration.Report, configuration.Video.Annotated) switch
        {
            (true, true) => "report and video",
            (true, false) => "report",
            (false, true) => "video",
            _ => "",
        };
        PixelShapException? limit = null;
        try
        {
            await observer.ShowAsync(
                () => RunProgress.Of(session.Progress, "analysing", source.Info.ApproximateFrameCount) with { Then = then },
                () => session.RunAsync(directory, input, fingerprint, signals));
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
}
