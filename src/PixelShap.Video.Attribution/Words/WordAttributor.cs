using PixelShap.Estimation;
using PixelShap.Games;
using PixelShap.Interactions;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution.Words;

/// <summary>Values the words of a question together with the objects of its picture.</summary>
/// <param name="questions">Who is asked.</param>
/// <param name="similarity">How alike two answers are.</param>
/// <param name="fill">What hidden objects are replaced with.</param>
/// <remarks>Sources: Horovicz and Goldshmidt, TokenSHAP (2024); Parcalabescu and Frank, MM-SHAP (2023).</remarks>
public sealed class WordAttributor(QuestionQueue questions, ITextSimilarity similarity, IFill fill)
{
    private const int CallsPerPlayer = 3;

    /// <summary>Plays the game of words and picture.</summary>
    /// <param name="scene">The keyframe.</param>
    /// <param name="attribution">What its objects count for with the whole question.</param>
    /// <param name="seed">The seed of every random choice.</param>
    /// <param name="scope">What may be spent; null where only the limits of the run hold.</param>
    /// <param name="cancellationToken">Ends the calls under way.</param>
    public async Task<WordValues> AttributeAsync(
        KeyframeScene scene, KeyframeAttribution attribution, ulong seed, QuestionScope? scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(attribution);
        var phrases = QuestionPhrases.Of(attribution.Prompt);
        IFill blank = fill.Name == ColourFill.Black.Name ? ColourFill.Black : ColourFill.Mean;
        var game = new WordGame(scene, phrases, attribution, blank, questions, similarity, scope);
        int n = game.PlayerCount, words = phrases.Phrases.Count;
        double? noise = double.IsNaN(attribution.NoiseVariance) ? null : attribution.NoiseVariance;
        EstimationOptions options = new() { Budget = CallBudget.Parse("2n+1").For(n), Seed = seed, RoundSize = questions.Concurrency, NoiseVariance = noise };
        ValueEstimate estimate = await new BayesEstimator().EstimateAsync(game, options, cancellationToken);
        (IReadOnlyList<Observation> known, IReadOnlyList<PairInteraction> pairs) =
            await PairSearch.NameAsync(game, estimate.Observations, Math.Max(0, (CallsPerPlayer * n) - estimate.Calls), noise, cancellationToken);

        // What was asked about pairs tells of single players, too.
        ValueEstimate all = KnownAnswers.Estimate(n, game.FullValue, known, noise);
        return new WordValues
        {
            Phrases = [.. phrases.Phrases.Select((text, i) => new WordValue(text, all.Values[i], all.StandardErrors[i], game.AnswerWithout(i)))],
            Picture = [.. Enumerable.Range(words, n - words).Select(i => (all.Values[i], all.StandardErrors[i]))],
            EmptyValue = all.EmptyValue,
            EfficiencyGap = all.EfficiencyGap,
            Pairs = pairs,
            Calls = known.Count,
        };
    }
}
