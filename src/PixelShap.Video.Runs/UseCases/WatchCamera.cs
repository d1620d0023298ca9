using Microsoft.Extensions.Logging;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Live;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Runs.UseCases;

/// <summary>A live camera is analysed and drawn until somebody asks it to stop; then everything is made of it that the settings want.</summary>
/// <param name="media">Connects.</param>
/// <param name="parts">Makes the parts.</param>
/// <param name="drawing">Draws pictures while they come.</param>
/// <param name="publishers">Make the results, in their order.</param>
/// <param name="product">The program.</param>
/// <param name="targets">Who is told of events.</param>
/// <param name="time">The clock.</param>
public sealed class WatchCamera(
    IMediaLibrary media, IRunParts parts, ILiveDrawing drawing, IEnumerable<IRunPublisher> publishers, ProductInfo product, IAlertTargets targets, TimeProvider time)
{
    /// <summary>Where many are watched, exports that are not made by then are left: the journal is whole, and 'pixelshap export' and 'report' make them of it.</summary>
    private static readonly TimeSpan ExportGrace = TimeSpan.FromSeconds(1.5);

    /// <summary>Runs.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="baseDirectory">Where relative paths in them start.</param>
    /// <param name="address">The camera, with credentials where it needs them; they are stored nowhere.</param>
    /// <param name="output">The run directory, which must hold no run.</param>
    /// <param name="observer">Watches.</param>
    /// <param name="signals">Ask it to end.</param>
    /// <param name="seat">What outlasts this run; null where there is only this one.</param>
    /// <exception cref="PixelShapException">The camera does not answer, the settings do not fit, or the directory holds a run.</exception>
    public async Task<RunOutcome> RunAsync(
        PipelineConfiguration configuration, string baseDirectory, string address, string output, IRunObserver observer, RunSignals signals, CameraSeat? seat = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(observer);
        long startedAt = time.GetTimestamp();
        using RunDirectory directory = RunDirectory.ForWriting(output);
        if (File.Exists(directory.Journal))
        {
            throw new PixelShapException(ExitCode.Usage, $"The output directory {output} already holds a run.", "Name another --output, or delete that directory.");
        }

        try
        {
            return await RunAsync(configuration, baseDirectory, address, directory, startedAt, observer, signals, seat);
        }
        catch (PixelShapException)
        {
            directory.Withdraw();
            throw;
        }
    }

    private async Task<RunOutcome> RunAsync(
        PipelineConfiguration configuration, string baseDirectory, string address, RunDirectory directory, long startedAt, IRunObserver observer, RunSignals signals, CameraSeat? seat)
    {
        using IRunLog log = observer.OpenLog(directory.Log);
        string shown = Redacted.Address(address);
        await using ILiveSource source = media.OpenCamera(address, configuration.Live, configuration.Seed, seat?.Folder ?? directory.Path, log.Logger, seat?.IsPatient ?? false);
        ISceneSink? video = configuration.Video.Annotated ? drawing.Begin(directory, configuration.Video, log.Logger) : null;
        await using ISceneSink? scenes = seat?.View is { } view ? new ViewSink(view, drawing.Pictures(), video) : video;
        await using AlertDesk? own = seat is null ? OwnDesk(configuration.Live, shown, directory, log.Logger) : null;
        AlertDesk desk = seat?.Desk ?? own!;
        await using AnalysisSession session = await AnalysisSession.OpenAsync(
            parts, configuration, baseDirectory, source, log, time, signals.Abort, isLive: true, scenes, own: OwnCarSurvey.Named(parts, configuration, baseDirectory) ?? new OwnCar(parts.EgoMaskLearner()),
            observer: observer, findings: new LiveFindings(configuration.Live, finding => desk.Take(finding, source, directory.Path)));
        seat?.View?.Attach(new CameraRun(source, session.Progress, () => session.Outcome.Usage, directory.Path));
        await observer.ShowAsync(() => RunProgress.Of("connecting", 0), () => source.ConnectAsync(signals.Stop));
        AnalysisOutcome start = session.Outcome;
        log.Logger.LogInformation("Watching {Input} with {Segmenter} ({Choice}), asking {Model}", shown, start.Segmenter, start.SegmenterChoice, start.Model);
        RunFingerprint fingerprint = await session.FingerprintAsync(null, signals.Stop);
        using var hurry = new CancellationTokenSource();
        await using CancellationTokenRegistration aborted = seat is null ? default : signals.Abort.Register(() => hurry.CancelAfter(ExportGrace));
        try
        {
            await observer.ShowAsync(() => RunProgress.Of(session.Progress, source.State, null), () => session.RunAsync(directory, shown, fingerprint, signals));
        }
        catch (Exception exception)
        {
            log.Logger.LogError(exception, "The run failed");
            await KeepAsync();
            throw;
        }

        return await InTimeAsync();

        // A journal of days takes longer to read than whoever stops a service waits.
        Task<RunOutcome> InTimeAsync() => Task.Run(FinishAsync, CancellationToken.None).WaitAsync(hurry.Token);

        async Task<RunOutcome> FinishAsync()
        {
            directory.MustBeThere();
            RunResults results = RunResults.Load(directory, configuration.Importance, configuration.Tracker);
            TimeSpan elapsed = time.GetElapsedTime(startedAt);
            var document = new RunDocument(product, results, session.Outcome, configuration, source.Info, elapsed);
            var run = new FinishedRun
            {
                Directory = directory,
                Configuration = configuration,
                Results = results,
                Document = document.ToJson(),
                Source = source.Info,
            };
            await directory.WriteAsync(RunDirectory.DocumentName, document.WriteAsync);
            await RunPublishing.PublishAsync(publishers, run, media, observer, log.Logger, hurry.Token);

            return new RunOutcome(run, session.Outcome, elapsed, null);
        }

        // What was seen until then is kept; what went wrong first is what the user must hear of.
        async Task KeepAsync()
        {
            try
            {
                await InTimeAsync();
            }
            catch (Exception exception) when (exception is PixelShapException or IOException or UnauthorizedAccessException or OperationCanceledException)
            {
                log.Logger.LogError(exception, "The exports could not be written");
            }
        }
    }

    /// <summary>Makes events of what is found in a run that stands alone.</summary>
    private AlertDesk OwnDesk(LiveConfiguration configuration, string shown, RunDirectory directory, ILogger logger)
    {
        string camera = new([.. shown.Split("://")[^1].Split('/')[0].Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);
        return new AlertDesk(camera, configuration, null, new AlertOutbox(directory.File("outbox"), targets.Of(configuration, camera, logger), time, logger), time, logger);
    }
}
