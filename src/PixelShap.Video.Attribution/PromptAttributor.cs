using PixelShap.Estimation;
using PixelShap.Faithfulness;
using PixelShap.Games;
using PixelShap.Interactions;
using PixelShap.Similarity;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution;

/// <summary>Runs PixelSHAP on the keyframes of a run with one of its prompts: asks about the whole image, plays the game over its objects, and says what came
/// out.</summary>
internal sealed class PromptAttributor
{
    // A keyframe whose pairs are asked about costs no more calls per player than this.
    private const int CallsPerPlayer = 3;

    private readonly AttributionConfiguration _configuration;
    private readonly NamedPrompt _prompt;
    private readonly ulong _seed;
    private readonly QuestionQueue _questions;
    private readonly ITextSimilarity _similarity;
    private readonly CallBudget _budget;
    private readonly KeyframeSequence? _sequence;
    private readonly ControlAsker _controls;
    private double _noiseVariance = double.NaN;
    private bool _asksTogether = true;

    /// <summary>Creates an attributor for one run.</summary>
    /// <param name="configuration">The settings of the run.</param>
    /// <param name="prompt">The question.</param>
    /// <param name="seed">The seed of every random choice.</param>
    /// <param name="questions">Who is asked.</param>
    /// <param name="similarity">How alike two answers are.</param>
    /// <param name="controls">Asks what the verdict needs beyond the coalitions.</param>
    public PromptAttributor(
        AttributionConfiguration configuration, NamedPrompt prompt, long seed, QuestionQueue questions, ITextSimilarity similarity, ControlAsker controls)
    {
        _configuration = configuration;
        _prompt = prompt;
        _seed = (ulong)seed;
        _questions = questions;
        _similarity = similarity;
        _controls = controls;
        _budget = CallBudget.Parse(_configuration.Budget);
        _sequence = _configuration is { Estimator: SequenceEstimator.Name, OverTime: true } ? new KeyframeSequence(_configuration.Carry) : null;
    }

    /// <summary>With <see cref="AnswerReference.Clip"/>, the answer that all others are compared with: that of the first keyframe, from the journal of an
    /// earlier part of the run or set by the first keyframe that is valued.</summary>
    public string? ClipReference { get; set; }

    /// <summary>Values the objects of a keyframe. Keyframes are valued one after the other, in their order.</summary>
    /// <exception cref="UnansweredException">There is no answer to the whole image: the keyframe has to be skipped.</exception>
    /// <exception cref="PixelShapException">The model gives no answers any more, or the budget is too small for the estimator.</exception>
    public async Task<KeyframeAttribution> AttributeAsync(KeyframeScene scene, QuestionScope? scope, CancellationToken cancellationToken)
    {
        try
        {
            KeyframeAttribution attribution = await PlayAsync(scene, scope, cancellationToken);
            _asksTogether = true;
            return attribution;
        }
        catch (UnansweredException)
        {
            // Who gets no answer about the whole image asks about it first the next time.
            _asksTogether = false;
            throw;
        }
    }

    /// <summary>Takes in a keyframe that an earlier part of the run has valued, so that this one goes on as if it had valued it itself.</summary>
    public void Recall(KeyframeAttribution known, KeyframeScene scene)
    {
        _noiseVariance = known.NoiseVariance;
        _controls.Remember(known);
        if (_sequence is not null && scene.Players.Count > 0)
        {
            _sequence.Recall(known, scene.Players, scene.Frame.Seconds, scene.Image, OptionsFor(scene.Players.Count, scene.Frame.Number));
        }
    }

    private bool IsReferenceOfItsOwn => _configuration.Reference == AnswerReference.Keyframe;

    private bool IsNoiseWanted => double.IsNaN(_noiseVariance) && _configuration.NoiseRepeats > 0;

    private async Task<KeyframeAttribution> PlayAsync(KeyframeScene scene, QuestionScope? scope, CancellationToken cancellationToken)
    {
        string prompt = TextAt(scene);
        bool mayCarry = _sequence is not null && _sequence.MayCarry(scene.Players, scene.Image);
        Task<Answer> whole = _questions.AskAsync(scene.Ask(prompt, scope), cancellationToken);
        Task<string> answer = TextOf(whole);
        try
        {
            KeyframeAttribution attribution = await PlayAsync(scene, prompt, scope, answer, mayCarry, cancellationToken);
            return (await whole).IsCut ? attribution with { CutOff = [Coalition.Full(scene.Players.Count).Bits, .. attribution.CutOff] } : attribution;
        }
        finally
        {
            // Whatever happened: nothing may go on that reads the pixels of the keyframe.
            await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<KeyframeAttribution> PlayAsync(
        KeyframeScene scene, string prompt, QuestionScope? scope, Task<string> answer, bool mayCarry, CancellationToken cancellationToken)
    {
        if (mayCarry || !_asksTogether || !IsReferenceOfItsOwn || IsNoiseWanted || scene.Players.Count == 0)
        {
            // What is asked next depends on this answer, or may be in vain.
            await answer;
        }

        string? reference = IsReferenceOfItsOwn ? null : ClipReference ??= await answer;
        using var game = new KeyframeGame(scene, _questions, _similarity, prompt, scope, answer, reference);
        if (reference is not null)
        {
            await game.CompareAsync(cancellationToken);
        }

        if (IsNoiseWanted)
        {
            _noiseVariance = await AnswerNoise.MeasureAsync(scene, prompt, _configuration.NoiseRepeats, scope, await answer, _questions, _similarity, cancellationToken);
        }

        SequenceEstimate result = await EstimateAsync(game, answer, mayCarry, scene, cancellationToken);
        string baseline = await answer;
        ValueEstimate attribution = result.Warm;

        (IReadOnlyList<Observation> known, IReadOnlyList<PairInteraction> pairs) = result.IsCarried ? (attribution.Observations, []) : await FindPairsAsync(game, attribution, cancellationToken);
        if (known.Count > attribution.Observations.Count && _sequence is null && attribution.Estimator == SequenceEstimator.Name)
        {
            // What was asked about pairs tells of single players, too.
            attribution = KnownAnswers.Estimate(game.PlayerCount, game.FullValue, known, MeasuredNoise) with { Calls = attribution.Calls + known.Count - attribution.Observations.Count };
        }

        // What is carried over from the last keyframe was not measured on this picture, and asking now would spend what carrying saves.
        FaithfulnessCurves? faithfulness = _configuration.Faithfulness && !result.IsCarried
            ? await FaithfulnessCurves.MeasureAsync(game, attribution.Values, attribution.Observations, cancellationToken)
            : null;
        Dictionary<Coalition, string> answers = game.Answers.ToDictionary(given => given.Coalition, given => given.Answer);
        var played = new KeyframeAttribution
        {
            Prompt = prompt,
            Model = _questions.ModelId,
            Answer = baseline,
            Players = [.. scene.Players.Select((player, i) => new PlayerValue(player.TrackIds, player.ClassName, attribution.Values[i], attribution.StandardErrors[i])
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
            Coalitions = [.. attribution.Observations.Select(seen => new CoalitionAnswer(seen.Coalition.Bits, seen.Value, answers[seen.Coalition]))],
            Faithfulness = faithfulness,
            Pairs = pairs,
            Controls = [.. known.ExceptBy(attribution.Observations.Select(seen => seen.Coalition), seen => seen.Coalition).Select(seen => new ControlAnswer(new Control(ControlKind.Coalition, seen.Coalition.Bits), seen.Value, answers[seen.Coalition]))],
            Looks = result.IsCarried ? [] : scene.Looks,
            CutOff = [.. game.CutOff.Select(coalition => coalition.Bits)],
            Unanswered = [.. game.Unanswered.Select(missing => new UnansweredCoalition(missing.Coalition.Bits, missing.Why.Kind, missing.Why.Message))],
        };
        return await _controls.AskAsync(scene, prompt, scope, played, reference ?? baseline, cancellationToken);
    }

    private double? MeasuredNoise => double.IsNaN(_noiseVariance) ? null : _noiseVariance;

    /// <summary>Every coalition that is known when pairs have been asked about, and the pairs whose kind is told.</summary>
    private async ValueTask<(IReadOnlyList<Observation> Known, IReadOnlyList<PairInteraction> Pairs)> FindPairsAsync(
        KeyframeGame game, ValueEstimate estimate, CancellationToken cancellationToken)
    {
        if (_configuration.Pairs == PairAsking.Never)
        {
            return (estimate.Observations, []);
        }

        int left = _configuration.Pairs == PairAsking.Ask ? Math.Max(0, (CallsPerPlayer * game.PlayerCount) - estimate.Calls) : 0;
        return await PairSearch.NameAsync(game, estimate.Observations, left, MeasuredNoise, cancellationToken);
    }

    private static async Task<string> TextOf(Task<Answer> answer) => (await answer).Text;

    private string TextAt(KeyframeScene scene) => _prompt.At(scene.Frame.Seconds, scene.Frame.Objects);

    /// <summary>
    /// Values the players: with what earlier keyframes taught where the run learns from them, else by this keyframe alone. Warm and cold values are the
    /// same then, and the cold ones are left out.
    /// </summary>
    private async ValueTask<SequenceEstimate> EstimateAsync(
        KeyframeGame game, Task<string> answer, bool mayCarry, KeyframeScene scene, CancellationToken cancellationToken)
    {
        EstimationOptions options = OptionsFor(game.PlayerCount, scene.Frame.Number);
        if (_sequence is not null && scene.Players.Count > 0)
        {
            return mayCarry && _sequence.IsSame(await answer)
                ? _sequence.Carry(scene.Players, scene.Frame.Seconds, options)
                : await _sequence.EstimateAsync(game, answer, scene.Players, scene.Frame.Seconds, scene.Image, options, cancellationToken);
        }

        return new SequenceEstimate
        {
            Warm = await EstimateAloneAsync(game, options, cancellationToken),
            ColdValues = [],
            ColdStandardErrors = [],
            IsCarried = false,
            IsChange = false,
        };
    }

    private async ValueTask<ValueEstimate> EstimateAloneAsync(KeyframeGame game, EstimationOptions options, CancellationToken cancellationToken)
    {
        IEstimator estimator = Estimators.For(_configuration.Estimator, game.PlayerCount, options.Budget);
        return await estimator.EstimateAsync(game, estimator.HasFixedCost ? options with { Budget = int.MaxValue } : options, cancellationToken);
    }

    private EstimationOptions OptionsFor(int playerCount, long frame) => new()
    {
        Budget = _budget.For(playerCount),
        Seed = unchecked((_seed * 0x9E3779B97F4A7C15UL) + (ulong)frame),
        RoundSize = _questions.Concurrency,
        StopWhenSettled = _budget.IsAuto,
        NoiseVariance = MeasuredNoise,
    };
}
