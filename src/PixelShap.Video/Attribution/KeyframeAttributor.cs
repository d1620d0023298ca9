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
    private readonly int _roundSize;
    private readonly SemaphoreSlim _calls;
    private readonly KeyframeSequence? _sequence;
    private double _noiseVariance = double.NaN;

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
        _roundSize = configuration.Vlm.Concurrency;
        _calls = new SemaphoreSlim(configuration.Vlm.Concurrency);
        _sequence = _configuration is { Estimator: SequenceEstimator.Name, OverTime: true } ? new KeyframeSequence(_configuration.Carry) : null;
    }

    /// <summary>What is left of a keyframe whose whole image got no answer.</summary>
    internal JournalSkippedKeyframe Skip(Frame frame, double seconds, string reason, UnansweredException why) => new(
        frame.Index, frame.Header.Epoch.Number, frame.Pts, seconds, reason, _prompt, _model.Id, why.Kind, why.Message);

    /// <summary>With <see cref="AnswerReference.Clip"/>, the answer that all others are compared with: that of the first keyframe, from the journal of an
    /// earlier part of the run or set by the first keyframe that is valued.</summary>
    public string? ClipReference { get; set; }

    /// <summary>Values the objects of a keyframe. Keyframes are valued one after the other, in their order.</summary>
    /// <param name="frame">The frame, with its pixels.</param>
    /// <param name="seconds">Its time on the axis of the run.</param>
    /// <param name="objects">The tracked objects in it.</param>
    /// <param name="reason">Why it is a keyframe.</param>
    /// <param name="cancellationToken">Ends the calls under way.</param>
    /// <exception cref="UnansweredException">There is no answer to the whole image: the keyframe has to be skipped.</exception>
    /// <exception cref="PixelShapException">The model gives no answers any more, or the budget is too small for the estimator.</exception>
    public async Task<JournalKeyframe> AttributeAsync(
        Frame frame, double seconds, IReadOnlyList<TrackedObject> objects, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        IReadOnlyList<Player> players = Player.From(objects, _configuration.MaxPlayers);
        BgrImage image = frame.Image;
        var masker = new Masker(players.Select(player => player.Masks(image.Width, image.Height)), _configuration.Region, _fill);
        _model.StartKeyframe();
        string baseline = await AskAsync(new Question(image, _prompt), cancellationToken);
        string reference = _configuration.Reference == AnswerReference.Clip ? ClipReference ??= baseline : baseline;
        KeyframeGame game = await KeyframeGame.CreateAsync(image, masker, AskAsync, _similarity, _prompt, baseline, reference, cancellationToken);
        if (double.IsNaN(_noiseVariance) && _configuration.NoiseRepeats > 0)
        {
            _noiseVariance = await MeasureNoiseAsync(image, baseline, cancellationToken);
        }

        SequenceAttribution result = await EstimateAsync(game, baseline, players, frame, seconds, cancellationToken);
        Estimation.Attribution attribution = result.Warm;

        // What is carried over from the last keyframe was not measured on this picture, and asking now would spend what carrying saves.
        FaithfulnessCurves? faithfulness = _configuration.Faithfulness && !result.IsCarried
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
            Players = [.. players.Select((player, i) => new JournalPlayer(player.TrackIds, player.ClassName, attribution.Values[i], attribution.StandardErrors[i])
            {
                ColdValue = i < result.ColdValues.Count ? result.ColdValues[i] : double.NaN,
                ColdStandardError = i < result.ColdStandardErrors.Count ? result.ColdStandardErrors[i] : double.NaN,
            })],
            IsCarried = result.IsCarried,
            IsChange = result.IsChange,
            NoiseVariance = _noiseVariance,
            Estimator = attribution.Estimator,
            Calls = attribution.Calls,
            EmptyValue = attribution.EmptyValue,
            FullValue = attribution.FullValue,
            EfficiencyGap = attribution.EfficiencyGap,
            Coalitions = [.. attribution.Observations.Select(seen => new JournalCoalition(seen.Coalition.Bits, seen.Value, answers[seen.Coalition]))],
            Faithfulness = faithfulness,
            Unanswered = [.. game.Unanswered.Select(missing => new JournalUnanswered(missing.Coalition.Bits, missing.Why.Kind, missing.Why.Message))],
        };
    }

    /// <summary>Takes in a keyframe that an earlier part of the run has valued, so that this one goes on as if it had valued it itself.</summary>
    /// <param name="known">What came out.</param>
    /// <param name="frame">The frame, with its pixels.</param>
    /// <param name="objects">The tracked objects in it.</param>
    public void Recall(JournalKeyframe known, Frame frame, IReadOnlyList<TrackedObject> objects)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(frame);
        _noiseVariance = known.NoiseVariance;
        IReadOnlyList<Player> players = Player.From(objects, _configuration.MaxPlayers);
        if (_sequence is not null && players.Count > 0)
        {
            _sequence.Recall(known, players, frame.Image, OptionsFor(players.Count, frame.Index));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();

    /// <summary>
    /// Values the players: with what earlier keyframes taught where the run learns from them, else by this keyframe alone. Warm and cold values are the
    /// same then, and the cold ones are left out.
    /// </summary>
    private async ValueTask<SequenceAttribution> EstimateAsync(
        KeyframeGame game, string baseline, IReadOnlyList<Player> players, Frame frame, double seconds, CancellationToken cancellationToken)
    {
        EstimationOptions options = OptionsFor(game.PlayerCount, frame.Index);
        if (_sequence is not null && players.Count > 0)
        {
            return _sequence.CanCarry(baseline, players, frame.Image)
                ? _sequence.Carry(players, seconds, options)
                : await _sequence.EstimateAsync(game, baseline, players, seconds, frame.Image, options, cancellationToken);
        }

        return new SequenceAttribution
        {
            Warm = await EstimateAloneAsync(game, options, cancellationToken),
            ColdValues = [],
            ColdStandardErrors = [],
            IsCarried = false,
            IsChange = false,
        };
    }

    private async ValueTask<Estimation.Attribution> EstimateAloneAsync(KeyframeGame game, EstimationOptions options, CancellationToken cancellationToken)
    {
        int n = game.PlayerCount;
        bool exactFits = n <= 20 && (1 << n) - 1 <= options.Budget;
        IEstimator estimator = Estimators.Create(exactFits ? "exact" : _configuration.Estimator);
        if (estimator.Name is "exact" or "loo" or "edge")
        {
            // What these cost follows from the number of players alone.
            options = options with { Budget = int.MaxValue };
        }

        try
        {
            return await estimator.EstimateAsync(game, options, cancellationToken);
        }
        catch (BudgetTooSmallException exception)
        {
            throw new PixelShapException(
                ExitCode.Usage,
                $"attribution.budget '{_configuration.Budget}' allows {options.Budget} calls for {n} players, but the estimator '{estimator.Name}' needs {exception.Required}.",
                "Raise attribution.budget, lower attribution.max_players, or choose another attribution.estimator.",
                exception);
        }
    }

    private EstimationOptions OptionsFor(int playerCount, long frame) => new()
    {
        Budget = _budget.For(playerCount),
        Seed = unchecked((_seed * 0x9E3779B97F4A7C15UL) + (ulong)frame),
        RoundSize = _roundSize,
        StopWhenSettled = _budget.IsAuto,
        NoiseVariance = double.IsNaN(_noiseVariance) ? null : _noiseVariance,
    };

    /// <summary>How far answers to the very same picture are from each other: the mean of (1 − v)² over repeated baselines, against which 1 − v is what the
    /// model's own dice make of it.</summary>
    private async Task<double> MeasureNoiseAsync(BgrImage image, string baseline, CancellationToken cancellationToken)
    {
        string?[] asked = await Task.WhenAll(
            Enumerable.Range(1, _configuration.NoiseRepeats).Select(repeat => AskAgainAsync(new Question(image, _prompt) { Repeat = repeat }, cancellationToken)));
        string[] repeated = [.. asked.OfType<string>()];
        if (repeated.Length == 0)
        {
            // None was answered: the next keyframe tries again.
            return double.NaN;
        }

        IReadOnlyList<double> values = await _similarity.CompareAsync(baseline, repeated, cancellationToken);
        return values.Average(value => (1 - value) * (1 - value));
    }

    private async Task<string?> AskAgainAsync(Question question, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(question, cancellationToken);
        }
        catch (UnansweredException)
        {
            return null;
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
