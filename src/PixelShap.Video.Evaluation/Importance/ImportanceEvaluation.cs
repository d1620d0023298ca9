using PixelShap.Estimation;
using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Evaluation.Games;
using PixelShap.Video.Language;

namespace PixelShap.Video.Evaluation.Importance;

/// <summary>
/// The protocol of the PixelSHAP paper (section 4): on pictures whose questions hang on a known object, every estimator ranks the objects with every
/// region, beside the baselines that take the largest or the most central one. A question about the same pixels is put to the model once.
/// </summary>
public sealed class ImportanceEvaluation
{
    /// <summary>The baseline that takes the object with the most pixels.</summary>
    public const string Largest = "largest";

    /// <summary>The baseline that takes the object nearest to the middle of the picture.</summary>
    public const string Central = "central";

    private readonly IVisionLanguageModel _model;
    private readonly ITextSimilarity _similarity;
    private readonly IFill _fill;
    private readonly ImportanceProtocol _protocol;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, double> _noise = new(StringComparer.Ordinal);

    /// <summary>Creates an evaluation.</summary>
    /// <param name="model">Who is asked.</param>
    /// <param name="similarity">How alike two answers are.</param>
    /// <param name="fill">What hidden pixels are replaced with.</param>
    /// <param name="protocol">What is compared.</param>
    /// <param name="time">Measures how long answers and computations take.</param>
    public ImportanceEvaluation(
        IVisionLanguageModel model, ITextSimilarity similarity, IFill fill, ImportanceProtocol protocol, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        (_model, _similarity, _fill, _protocol, _time) = (model, similarity, fill, protocol, time);
    }

    /// <summary>Plays all questions of one picture with every region and estimator.</summary>
    /// <returns>One trial per region, question and strategy, in this order. A question whose whole picture got no answer has none.</returns>
    /// <exception cref="BudgetTooSmallException">The budget is too small for one of the estimators.</exception>
    public async Task<IReadOnlyList<ImportanceTrial>> PlayAsync(ImportancePicture picture, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var players = new ImportancePlayers(picture, _protocol);
        using var questions = new QuestionQueue(_model, new AnswerMemory((_, _, _) => ValueTask.CompletedTask), _protocol.Concurrency);
        var whole = new PictureCache();
        var baselines = new List<(ImportanceQuestion Question, string Answer)>();
        double answerSeconds = 0;
        foreach (ImportanceQuestion question in picture.Questions)
        {
            try
            {
                long startedAt = _time.GetTimestamp();
                baselines.Add((question, (await questions.AskAsync(new Question(picture.Image, question.Prompt) { Cache = whole }, cancellationToken)).Text));

                // Later questions about a picture may find what a model made of it for earlier ones; the longest is the one that found nothing.
                answerSeconds = Math.Max(answerSeconds, _time.GetElapsedTime(startedAt).TotalSeconds);
            }
            catch (UnansweredException)
            {
                // A question whose whole picture has no answer is left out.
            }
        }

        var trials = new List<ImportanceTrial>();
        foreach (MaskingRegion region in _protocol.Regions)
        {
            var settings = new AttributionConfiguration { Region = region, MaxPlayers = _protocol.MaxPlayers };
            using var scene = new KeyframeScene(players.Frame, settings, _fill, isShared: true, players.PlaysAlone);
            foreach ((ImportanceQuestion question, string baseline) in baselines)
            {
                var table = new RegionTable(this, picture, question, players, region, scene, questions, baseline, answerSeconds);
                await table.MeasureNoiseAsync(cancellationToken);
                trials.AddRange(await table.PlayAsync(cancellationToken));
            }
        }

        return trials;
    }

    /// <summary>One question with one region: every strategy plays the same game.</summary>
    private sealed class RegionTable(
        ImportanceEvaluation owner,
        ImportancePicture picture,
        ImportanceQuestion question,
        ImportancePlayers players,
        MaskingRegion region,
        KeyframeScene scene,
        QuestionQueue questions,
        string baseline,
        double answerSeconds)
    {
        private readonly double[] _overlaps = players.OverlapsWith(question.Target?.Mask);

        /// <summary>Once per question, as a run does at its first keyframe.</summary>
        public async Task MeasureNoiseAsync(CancellationToken cancellationToken)
        {
            if (owner._protocol.NoiseRepeats > 0 && !owner._noise.ContainsKey(question.Prompt))
            {
                double noise = await AnswerNoise.MeasureAsync(
                    scene, question.Prompt, owner._protocol.NoiseRepeats, scope: null, baseline, questions, owner._similarity, cancellationToken);
                if (!double.IsNaN(noise))
                {
                    owner._noise.Add(question.Prompt, noise);
                }
            }
        }

        public async Task<IReadOnlyList<ImportanceTrial>> PlayAsync(CancellationToken cancellationToken)
        {
            List<ImportanceTrial> trials =
            [
                await JudgeAsync(Largest, players.Sizes, calls: 0, seconds: 0, cancellationToken),
                await JudgeAsync(Central, players.Centralities, calls: 0, seconds: 0, cancellationToken),
            ];
            foreach (string name in owner._protocol.Estimators)
            {
                trials.Add(await EstimateAsync(Estimators.Create(name), cancellationToken));
            }

            return trials;
        }

        private async Task<ImportanceTrial> EstimateAsync(IEstimator estimator, CancellationToken cancellationToken)
        {
            using KeyframeGame game = NewGame();
            var timed = new TimedGame(owner._time, game);
            ValueEstimate attribution = await estimator.EstimateAsync(timed, Options(estimator), cancellationToken);
            double seconds = timed.OwnSeconds() + (attribution.Calls * answerSeconds);
            return await JudgeAsync(estimator.Name, attribution.Values, attribution.Calls, seconds, cancellationToken);
        }

        private EstimationOptions Options(IEstimator estimator) => new()
        {
            Budget = estimator.HasFixedCost ? int.MaxValue : owner._protocol.Budget.For(players.Count),
            Seed = owner._protocol.Seed,
            RoundSize = owner._protocol.Concurrency,
            StopWhenSettled = owner._protocol.Budget.IsAuto,
            NoiseVariance = owner._noise.TryGetValue(question.Prompt, out double noise) ? noise : null,
        };

        private async Task<ImportanceTrial> JudgeAsync(
            string strategy, IReadOnlyList<double> values, int calls, double seconds, CancellationToken cancellationToken)
        {
            bool hasTarget = question.Target is not null;
            TargetTrial trial = players.Count == 0
                ? new TargetTrial { Top = -1, TopValue = 0, Rank = null, HasTarget = hasTarget, Iou = 0 }
                : TargetTrial.Of(values, _overlaps, players.TargetOf(_overlaps), hasTarget);
            double drop = players.Count == 0 ? 0 : await DropAsync(trial.Top, cancellationToken);
            return new ImportanceTrial(
                picture, question, region, strategy, baseline, players.Names, values, trial with { Drop = drop, Calls = calls, Seconds = seconds });
        }

        /// <summary>Measured by itself, so that it does not depend on what else a strategy asked; without an answer nothing counts as lost.</summary>
        private async Task<double> DropAsync(int player, CancellationToken cancellationToken)
        {
            using KeyframeGame game = NewGame();
            IReadOnlyList<Observation> seen = await game.AskAsync([Coalition.Full(players.Count).Without(player)], cancellationToken);
            return seen.Count == 0 ? 0 : game.FullValue - seen[0].Value;
        }

        /// <summary>Each strategy plays a game of its own, so that what it asked alone decides what a fitted similarity makes of it; the answers come from the
        /// same memory.</summary>
        private KeyframeGame NewGame() =>
            new(scene, questions, owner._similarity, question.Prompt, scope: null, Task.FromResult(baseline), reference: null);
    }
}
