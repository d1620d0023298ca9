using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Similarity;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Runs.UseCases;

/// <summary>
/// The parts of an analysis, joined from the settings. All are made before the first frame is read, so that whatever is wrong with them is said at once, and
/// let go together: the networks hold most of the memory, and what comes after the analysis does not need them.
/// </summary>
internal sealed class AnalysisSession : IAsyncDisposable
{
    private readonly ITextSimilarity _similarity;
    private readonly ISegmenter _segmenter;
    private readonly IVisionLanguageModel _model;
    private readonly IMaskPropagator? _propagator;
    private readonly VideoAnalysis _analysis;
    private readonly IRunParts _parts;
    private readonly PipelineConfiguration _configuration;
    private readonly string _baseDirectory;
    private readonly ModelChoice _choice;
    private OwnCar? _own;

    private AnalysisSession(
        IRunParts parts,
        PipelineConfiguration configuration,
        string baseDirectory,
        ModelChoice choice,
        ITextSimilarity similarity,
        ISegmenter segmenter,
        IVisionLanguageModel model,
        IMaskPropagator? propagator,
        VideoAnalysis analysis)
    {
        (_parts, _configuration, _baseDirectory, _choice) = (parts, configuration, baseDirectory, choice);
        (_similarity, _segmenter, _model, _propagator, _analysis) = (similarity, segmenter, model, propagator, analysis);
    }

    /// <summary>How far the analysis is; stays readable when the parts are gone.</summary>
    public AnalysisProgress Progress => _analysis.Progress;

    /// <summary>Who analyses, and what it has taken so far.</summary>
    public AnalysisOutcome Outcome => new(_analysis.Progress, _segmenter.Name, _segmenter.Provider, _choice.Why, _model.Id, Usage) { Own = _own };

    /// <summary>Joins the parts.</summary>
    /// <param name="makes">Makes them.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="baseDirectory">Where relative paths in them start.</param>
    /// <param name="source">The frames.</param>
    /// <param name="log">Where it is written what happens; null for nowhere.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the making.</param>
    /// <param name="isLive">Whether the newest frame wins.</param>
    /// <param name="scenes">Draws live pictures; null for none.</param>
    /// <param name="planOnly">Whether questions are counted and not asked.</param>
    /// <param name="own">What is known of the own car; null where nothing is left out for it.</param>
    /// <param name="observer">Is shown what a model waits for that is asked beforehand; null for nobody.</param>
    /// <param name="findings">Tells of what is found live; null where nobody wants to hear.</param>
    /// <exception cref="PixelShapException">A part cannot be made.</exception>
    public static async Task<AnalysisSession> OpenAsync(
        IRunParts makes,
        PipelineConfiguration configuration,
        string baseDirectory,
        IFrameSource source,
        IRunLog? log,
        TimeProvider time,
        CancellationToken cancellationToken,
        bool isLive = false,
        ISceneSink? scenes = null,
        bool planOnly = false,
        OwnCar? own = null,
        IRunObserver? observer = null,
        LiveFindings? findings = null)
    {
        ILoggerFactory loggers = log?.Factory ?? NullLoggerFactory.Instance;
        ITextSimilarity? similarity = null;
        ISegmenter? segmenter = null;
        IVisionLanguageModel? model = null;
        try
        {
            ModelChoice choice = makes.ChooseModel(configuration.Segmenter.Model, baseDirectory);
            segmenter = makes.Segmenter(configuration.Segmenter, baseDirectory, loggers);
            segmenter = own is null ? segmenter : new OthersSegmenter(segmenter, own);
            model = makes.Model(configuration, segmenter, baseDirectory, loggers, planOnly);
            similarity = planOnly ? new TfIdfSimilarity() : await makes.SimilarityAsync(configuration, baseDirectory, model, cancellationToken);
            await PrepareAsync(model, observer, cancellationToken);
            IMaskPropagator? propagator = makes.Propagator(configuration.Segmenter, isLive);
            var parts = new AnalysisParts
            {
                Configuration = configuration,
                Source = source,
                Segmenter = segmenter,
                Tracker = makes.Tracker(configuration),
                CameraMotion = makes.CameraMotion(configuration.Tracker),
                PictureSense = makes.PictureSense(configuration),
                Propagator = propagator,
                Model = model,
                Fill = makes.Fill(configuration.Attribution.Fill),
                SceneDivider = makes.SceneDivider(),
                Similarity = similarity,
                IsLive = isLive,
                LiveScenes = scenes,
                Findings = findings,
            };
            var analysis = new VideoAnalysis(parts, time, log?.Logger ?? NullLogger.Instance);
            return new AnalysisSession(makes, configuration, baseDirectory, choice, similarity, segmenter, model, propagator, analysis) { _own = own };
        }
        catch
        {
            await LetGoAsync(similarity, segmenter, model);
            throw;
        }
    }

    /// <summary>What this and earlier processes of the run have asked and paid.</summary>
    private ModelUsage? Usage => (_model.Usage, _analysis.EarlierUsage) switch
    {
        ({ } now, { } earlier) => now.Plus(earlier),
        (var now, var earlier) => now ?? earlier,
    };

    /// <summary>What the journal must agree with.</summary>
    /// <param name="input">The file or the files; null for a live stream.</param>
    /// <param name="cancellationToken">Ends the reading of the files.</param>
    public Task<RunFingerprint> FingerprintAsync(ClipInput? input, CancellationToken cancellationToken) => RunFingerprint.ComputeAsync(
        input, _configuration, _choice.Path, _parts.EmbedderFile(_configuration, _baseDirectory), cancellationToken, OwnCarFile);

    private string? OwnCarFile => _configuration.EgoMask is PipelineConfiguration.AutoEgoMask or PipelineConfiguration.NoEgoMask
        ? null
        : _parts.EgoMaskFile(_configuration.EgoMask, _baseDirectory);

    /// <summary>Analyses all frames, as <see cref="VideoAnalysis.RunAsync"/> says.</summary>
    public Task RunAsync(RunDirectory directory, ClipInput input, RunFingerprint fingerprint, RunSignals signals) =>
        _analysis.RunAsync(directory, input, fingerprint, signals.Stop, signals.Abort);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _analysis.Dispose();
        _propagator?.Dispose();
        await LetGoAsync(_similarity, _segmenter, _model);
    }

    private static Task PrepareAsync(IVisionLanguageModel model, IRunObserver? observer, CancellationToken cancellationToken)
    {
        Task preparing = model.PrepareAsync(cancellationToken);
        return preparing.IsCompleted || observer is null ? preparing
            : observer.ShowAsync(() => new RunProgress("preparing", 0, null, model.Waiting is { } waiting ? [waiting] : [], ""), () => preparing);
    }

    private static async ValueTask LetGoAsync(ITextSimilarity? similarity, ISegmenter? segmenter, IVisionLanguageModel? model)
    {
        // The measure may ask on the model's account.
        (similarity as IDisposable)?.Dispose();
        if (model is not null)
        {
            await model.DisposeAsync();
        }

        segmenter?.Dispose();
    }
}
