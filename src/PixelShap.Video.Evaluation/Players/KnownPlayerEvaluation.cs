using System.Text.Json.Serialization;
using PixelShap.Interactions;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Attributes;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Attribution.Words;
using PixelShap.Video.Language;

namespace PixelShap.Video.Evaluation.Players;

/// <summary>How often attributes, words and pairs of a word and an object are found that the answer hangs on by construction.</summary>
public sealed record KnownPlayerSummary
{
    /// <summary>The games.</summary>
    [JsonPropertyName("games")]
    public required int Games { get; init; }

    /// <summary>The share of games whose answer hangs on one of the players in which that one is on top; for a word and an object: in which both are named, only together.</summary>
    [JsonPropertyName("right")]
    public required double Right { get; init; }

    /// <summary>The share of games whose answer hangs on something else in which an attribute, or a word, is claimed: its interval excludes 0 and it counts for .15 or more.</summary>
    [JsonPropertyName("false_claims")]
    public required double FalseClaims { get; init; }

    /// <summary>The share of games in which the values add up to the whole within their 90 % interval.</summary>
    [JsonPropertyName("sums_hold")]
    public required double SumsHold { get; init; }

    /// <summary>The mean number of calls per player.</summary>
    [JsonPropertyName("calls_per_player")]
    public required double CallsPerPlayer { get; init; }

    /// <summary>The largest number of calls per player.</summary>
    [JsonPropertyName("most_calls_per_player")]
    public required double MostCallsPerPlayer { get; init; }

    /// <summary>How often each kind of game is told right.</summary>
    [JsonPropertyName("kinds")]
    public required IReadOnlyDictionary<string, double> Kinds { get; init; }
}

/// <summary>Plays games on drawn streets with models that answer by a rule.</summary>
public static class KnownPlayerEvaluation
{
    private const double Least = 0.15, Deviations = 1.6448536269514722, Rounding = 1e-6;

    private static readonly NamedPrompt s_prompt = new(NamedPrompt.DefaultName, PromptTemplate.Parse(KnownPlayer.Question));

    /// <summary>Plays.</summary>
    /// <param name="count">Games of each kind.</param>
    /// <param name="seed">The first seed; the games have this one and those after it.</param>
    /// <param name="ground">What the ground is made of where a car was.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<KnownPlayerSummary> PlayAsync(int count, int seed, IFill ground, CancellationToken cancellationToken)
    {
        var trials = new List<Trial>();
        foreach (KnownPlayer known in KnownPlayer.All)
        {
            for (int i = 0; i < count; i++)
            {
                trials.Add(await PlayAsync(known, seed + i, ground, cancellationToken));
            }
        }

        return new KnownPlayerSummary
        {
            Games = trials.Count,
            Right = trials.Where(trial => trial.IsRight is not null).Average(trial => trial.IsRight == true ? 1 : 0),
            FalseClaims = trials.Where(trial => trial.IsFalse is not null).Average(trial => trial.IsFalse == true ? 1 : 0),
            SumsHold = trials.Average(trial => trial.SumHolds ? 1 : 0),
            CallsPerPlayer = trials.Average(trial => trial.Calls),
            MostCallsPerPlayer = trials.Max(trial => trial.Calls),
            Kinds = trials.GroupBy(trial => trial.Known.Name).ToDictionary(group => group.Key, group => group.Average(trial => trial is { IsRight: not false, IsFalse: not true } ? 1.0 : 0)),
        };
    }

    private static async Task<Trial> PlayAsync(KnownPlayer known, int seed, IFill ground, CancellationToken cancellationToken)
    {
        var street = new DrawnStreet(seed);
        var configuration = new AttributionConfiguration { OverTime = false, Controls = Attribution.Verdicts.Controls.Never };
        await using var model = new RuleModel((prompt, image) => known.Answer(street, seed, prompt, image));
        using var questions = new QuestionQueue(model, new AnswerMemory((_, _, _) => ValueTask.CompletedTask), concurrency: 2);

        // Its values do not move when other answers come in, so that parts and whole can be compared.
        var similarity = new WordsSimilarity();
        var attributor = new KeyframeAttributor(configuration, [s_prompt], seed, questions, ColourFill.Black, similarity);
        using KeyframeScene scene = attributor.SceneOf(new ObservedFrame(0, street.Image, 0, street.Objects));
        KeyframeAttribution whole = await attributor.AttributeAsync(scene, s_prompt, null, cancellationToken);
        if (known.AsksWords)
        {
            WordValues words = await new WordAttributor(questions, similarity, ColourFill.Black).AttributeAsync(scene, whole, (ulong)seed, null, cancellationToken);
            return Of(known, words);
        }

        AttributeValues values = await new AttributeAttributor(configuration, questions, similarity, ColourFill.Black, ground).AttributeAsync(scene, whole, 0, (ulong)seed, null, cancellationToken);
        double error = Deviations * Math.Sqrt(values.Attributes.Sum(item => item.StandardError * item.StandardError));
        (double phi, double ofPhi) = (whole.Players[0].Value, Deviations * whole.Players[0].StandardError);
        return new Trial(
            known,
            known.Attribute is { } attribute ? values.Attributes[0].Attribute == attribute : null,
            known.Attribute is null ? values.Attributes.Any(item => IsClaimed(item.Value, item.StandardError)) : null,
            Math.Abs(values.Gap) <= error + Rounding && Math.Abs(values.Whole - phi) <= error + ofPhi + Rounding,
            values.Calls / (values.Attributes.Count + 1.0));
    }

    private static Trial Of(KnownPlayer known, WordValues words)
    {
        int count = words.Phrases.Count, top = words.Phrases.Select(phrase => phrase.Value).Concat(words.Picture.Select(part => part.Value)).Index().MaxBy(item => item.Item).Index;
        int word = string.IsNullOrEmpty(known.Word) ? -1 : words.Phrases.Index().First(phrase => phrase.Item.Text.Contains(known.Word, StringComparison.Ordinal)).Index;
        int item = known.Object is { } place ? count + place : -1;
        bool isRight = word >= 0 && item >= 0
            ? words.Pairs.Any(pair => (pair.First, pair.Second, pair.Kind) == (word, item, PairKind.Together)) && words.Pairs.Count == 1
            : top == Math.Max(word, item);
        double error = Deviations * Math.Sqrt(words.Phrases.Sum(phrase => phrase.StandardError * phrase.StandardError) + words.Picture.Sum(part => part.StandardError * part.StandardError));
        return new Trial(
            known,
            isRight,
            word < 0 ? words.Phrases.Any(phrase => IsClaimed(phrase.Value, phrase.StandardError)) : null,
            Math.Abs(words.EfficiencyGap) <= error + Rounding,
            words.Calls / (double)(count + words.Picture.Count));
    }

    private static bool IsClaimed(double value, double error) => Math.Abs(value) >= Least && Math.Abs(value) > Deviations * error;

    private sealed record Trial(KnownPlayer Known, bool? IsRight, bool? IsFalse, bool SumHolds, double Calls);

    /// <summary>Answers by a rule.</summary>
    private sealed class RuleModel(Func<string, BgrImage, string> rule) : IVisionLanguageModel
    {
        public string Id => "rule";

        public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken) => Task.FromResult(new Answer(rule(question.Prompt, question.Image)));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
