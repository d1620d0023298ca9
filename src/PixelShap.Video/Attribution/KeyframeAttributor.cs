using PixelShap.Estimation;
using PixelShap.Faithfulness;
using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Configuration;
using PixelShap.Video.Frames;
using PixelShap.Video.Journal;
using PixelShap.Video.Language;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Attribution;

/// <summary>Runs PixelSHAP on one keyframe: asks about the whole image, plays the game over its objects, and says what came out.</summary>
public sealed class KeyframeAttributor : IDisposable
{
    private readonly AttributionConfiguration _configuration;
    private readonly string _prompt;
    private readonly ulong _seed;
    private readonly IVisionLanguageModel _model;
    private readonly AnswerMemory _answers;
    private readonly IFill _fill;
    private readonly ITextSimilarity _similarity;
    private readonly CallBudget _budget;
    private readonly SemaphoreSlim _calls;

    /// <summary>Creates an attributor for one run.</summary>
    /// <param name="configuration">The settings of the run.</param>
    /// <param name="model">Who is asked.</param>
    /// <param name="fill">What hidden pixels are replaced with.</param>
    /// <param name="answers">The answers so far.</param>
    /// <param name="similarity">How alike two answers are.</param>
    public KeyframeAttributor(
        PipelineConfiguration configuration, IVisionLanguageModel model, IFill fill, AnswerMemory answers, ITextSimilarity similarity)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _configuration = configuration.Attribution;
        _prompt = configuration.Prompt;
        _seed = (ulong)configuration.Seed;
        _model = model;
        _fill = fill;
        _answers = answers;
        _similarity = similarity;
        _budget = CallBudget.Parse(_configuration.Budget);
        _calls = new SemaphoreSlim(configuration.Vlm.Concurrency);
    }

    /// <summary>With <see cref="AnswerReference.Clip"/>, the answer that all others are compared with: that of the first keyframe, from the journal of an
    /// earlier part of the run or set by the first keyframe that is valued.</summary>
    public string? ClipReference { get; set; }

    /// <summary>Values the objects of a keyframe. Keyframes are valued one after the other, in their order.</summary>
    /// <param name="frame">The frame, with its pixels.</param>
    /// <param name="seconds">Its time on the axis of the run.</param>
    /// <param name="objects">The tracked objects in it.</param>
    /// <param name="reason">Why it is a keyframe.</param>
    /// <param name="cancellationToken">Ends the calls under way.</param>
    /// <exception cref="PixelShapException">The model gives no answer, or the budget is too small for the estimator.</exception>
    public async Task<JournalKeyframe> AttributeAsync(
        Frame frame, double seconds, IReadOnlyList<TrackedObject> objects, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        IReadOnlyList<Player> players = Player.From(objects, _configuration.MaxPlayers);
        BgrImage image = frame.Image;
        var masker = new Masker(players.Select(player => player.Masks(image.Width, image.Height)), _configuration.Region, _fill);
        string baseline = await AskAsync(new Question(image, _prompt), cancellationToken);
        string reference = _configuration.Reference == AnswerReference.Clip ? ClipReference ??= baseline : baseline;
        KeyframeGame game = await KeyframeGame.CreateAsync(image, masker, AskAsync, _similarity, _prompt, baseline, reference, cancellationToken);
        Estimation.Attribution attribution = await EstimateAsync(game, frame.Index, cancellationToken);
        FaithfulnessCurves? faithfulness = _configuration.Faithfulness
            ? await FaithfulnessCurves.MeasureAsync(game, attribution.Values, attribution.Observations, cancellationToken)
            : null;
        Dictionary<Coalition, string> answers = game.Answers.ToDictionary(answer => answer.Coalition, answer => answer.Answer);
        return new JournalKeyframe
        {
            Frame = frame.Index,
            Epoch = frame.Header.Epoch.Number,
            Pts = frame.Pts,
            Seconds = seconds,
            Reason = reason,
            Prompt = _prompt,
            Model = _model.Id,
            Answer = baseline,
            Players = [.. players.Select((player, i) => new JournalPlayer(player.TrackIds, player.ClassName, attribution.Values[i], attribution.StandardErrors[i]))],
            Estimator = attribution.Estimator,
            Calls = attribution.Calls,
            EmptyValue = attribution.EmptyValue,
            FullValue = attribution.FullValue,
            EfficiencyGap = attribution.EfficiencyGap,
            Coalitions = [.. attribution.Observations.Select(seen => new JournalCoalition(seen.Coalition.Bits, seen.Value, answers[seen.Coalition]))],
            Faithfulness = faithfulness,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();

    private async ValueTask<Estimation.Attribution> EstimateAsync(KeyframeGame game, long frame, CancellationToken cancellationToken)
    {
        int n = game.PlayerCount;
        int budget = _budget.For(n);
        bool exactFits = n <= 20 && (1 << n) - 1 <= budget;
        IEstimator estimator = Estimators.Create(exactFits ? "exact" : _configuration.Estimator);
        var options = new EstimationOptions
        {
            Budget = budget,
            Seed = unchecked((_seed * 0x9E3779B97F4A7C15UL) + (ulong)frame),
            StopWhenSettled = _budget.IsAuto,
        };
        try
        {
            return await estimator.EstimateAsync(game, options, cancellationToken);
        }
        catch (BudgetTooSmallException exception)
        {
            throw new PixelShapException(
                ExitCode.Usage,
                $"attribution.budget '{_configuration.Budget}' allows {budget} calls for {n} players, but the estimator '{estimator.Name}' needs {exception.Required}.",
                "Raise attribution.budget, lower attribution.max_players, or choose another attribution.estimator.",
                exception);
        }
    }

    private async Task<string> AskAsync(Question question, CancellationToken cancellationToken)
    {
        await _calls.WaitAsync(cancellationToken);
        try
        {
            return await _answers.AskAsync(_model, question, cancellationToken);
        }
        finally
        {
            _calls.Release();
        }
    }
}
