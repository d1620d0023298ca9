using System.Globalization;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Clips;
using PixelShap.Video.Media;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Time;
using Spectre.Console;

namespace PixelShap.Video.Cli.Joining;

/// <summary>The whole of <c>pixelshap watch</c>: connect, analyse and draw until stopped, export, sum up.</summary>
internal sealed class LiveRun(PipelineConfiguration configuration, string baseDirectory, TimeProvider time)
{
    private static readonly Rational VideoTimeBase = new(1, 90_000);

    public async Task<int> RunAsync(string address, string output, bool json, bool verbose)
    {
        long startedAt = time.GetTimestamp();
        IAnsiConsole console = Consoles.Error();
        using RunDirectory directory = RunDirectory.ForWriting(output);
        if (File.Exists(directory.Journal))
        {
            throw new PixelShapException(ExitCode.Usage, $"The output directory {output} already holds a run.", "Name another --output, or delete that directory.");
        }

        using var log = new RunLog(directory.Log, console, verbose);
        using var interruption = new Interruption(() => console.WriteLine("Stopping; press Ctrl-C again to abort."));
        await using RtspFrameSource source = RtspFrameSource.Create(address, Options(directory), log.Logger, time);
        await using AnnotatedVideoSink? scenes = configuration.Video.Annotated ? Scenes(directory, log) : null;
        await using AnalysisSession session = await AnalysisSession.OpenAsync(
            configuration, baseDirectory, source, log, time, interruption.Abort, isLive: true, scenes);
        var display = new ProgressDisplay(console, time);
        await display.ShowAsync(() => new ProgressLine("connecting", 0, null, [], ""), () => source.ConnectAsync(interruption.Stop));
        AnalysisOutcome start = session.Outcome;
        log.Logger.LogInformation("Watching {Input} with {Segmenter} ({Choice}), asking {Model}", Redacted.Address(address), start.Segmenter, start.SegmenterChoice, start.Model);
        RunFingerprint fingerprint = await session.FingerprintAsync(null, interruption.Stop);
        try
        {
            await display.ShowAsync(
                () => ProgressLine.Of(session.Progress, source.State.ToString().ToLowerInvariant(), null),
                () => session.RunAsync(directory, Redacted.Address(address), fingerprint, interruption));
        }
        catch (Exception exception)
        {
            log.Logger.LogError(exception, "The run failed");
            await KeepAsync();
            throw;
        }

        await FinishAsync();
        return (int)ExitCode.Done;

        async Task FinishAsync()
        {
            RunResults results = RunResults.Load(directory, configuration.Importance, configuration.Tracker);
            await RunExports.WriteAsync(directory, new ExportSource(results, ClipFacts.Unknown), configuration.Exports);
            var summary = new RunSummary(results, session.Outcome, configuration, source.Info, time.GetElapsedTime(startedAt));
            await directory.WriteAsync("run.json", summary.WriteJsonAsync);
            if (configuration.Report)
            {
                await ReportFile.WriteAsync(
                    directory, results, summary.ToJson(), null, [ReportFile.LiveNote], directory.File(ReportFile.Name), display, CancellationToken.None);
            }

            summary.Show(directory, json);
        }

        // What was seen until then is kept; what went wrong first is what the user must hear of.
        async Task KeepAsync()
        {
            try
            {
                await FinishAsync();
            }
            catch (Exception exception) when (exception is PixelShapException or IOException or UnauthorizedAccessException)
            {
                log.Logger.LogError(exception, "The exports could not be written");
            }
        }
    }

    private RtspOptions Options(RunDirectory directory) => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(configuration.Live.ConnectTimeoutSeconds),
        StallTimeout = TimeSpan.FromSeconds(configuration.Live.StallTimeoutSeconds),
        LongestPause = TimeSpan.FromSeconds(configuration.Live.MaxBackoffSeconds),
        Seed = unchecked((int)configuration.Seed),
        RecordingFolder = configuration.Live.Record ? directory.Path : null,
    };

    private AnnotatedVideoSink Scenes(RunDirectory directory, RunLog log) => new(
        async part =>
        {
            string name = part == 0 ? "annotated.mp4" : string.Create(CultureInfo.InvariantCulture, $"annotated-{part + 1}.mp4");
            VideoWriterOptions options = PartsFactory.Writer(configuration.Video);
            return await FfmpegVideoWriter.CreateAsync(directory.File(name), options, CancellationToken.None, log.Logger);
        },
        static (_, scene) => new MediaTime((long)Math.Round(scene.TimeSeconds * VideoTimeBase.Denominator), VideoTimeBase),
        log.Logger,
        new SceneRendererOptions());
}
