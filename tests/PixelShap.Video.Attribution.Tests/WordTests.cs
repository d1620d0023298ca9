using PixelShap.Interactions;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Attribution.Tests.Verdicts;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Attribution.Words;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution.Tests;

/// <summary>What an answer hangs on, a word or an object or both together, is known by construction.</summary>
public sealed class WordTests
{
    private const string Free = "Nothing special to report.";

    [Theory]
    [InlineData("Which road users matter most right now, and what should I do?", "Which road users|matter most|right now,|and what should I do")]
    [InlineData("Is the traffic light red?", "Is the traffic light|red")]
    [InlineData("What?", "What")]
    [InlineData("?", "")]
    public void A_question_is_cut_into_phrases_that_small_words_lead_to(string question, string phrases) =>
        Assert.Equal(phrases, string.Join('|', QuestionPhrases.Of(question).Phrases));

    [Fact]
    public void What_is_left_reads_as_a_question()
    {
        var phrases = QuestionPhrases.Of("Which road users matter most right now, and what should I do?");
        Assert.Equal("And what should I do?", phrases.With(phrase => phrase == 3));
        Assert.Equal("Which road users matter most right now?", phrases.With(phrase => phrase < 3));
        Assert.Equal("?", phrases.With(_ => false));
        Assert.True(QuestionPhrases.Of(string.Join(' ', Enumerable.Repeat("many different words", 40))).Phrases.Count <= 8);
    }

    [Fact]
    public async Task A_word_that_the_answer_hangs_on_is_on_top_and_all_values_add_up()
    {
        WordValues found = await ValueAsync("Is there any dangerous car on the road?", (prompt, _) => prompt.Contains("dangerous", StringComparison.OrdinalIgnoreCase) ? "Danger is near." : Free);
        Assert.Contains("dangerous", found.Phrases.MaxBy(phrase => phrase.Value)!.Text, StringComparison.Ordinal);
        Assert.Equal(1 - found.EmptyValue - found.EfficiencyGap, found.Phrases.Sum(phrase => phrase.Value) + found.Picture.Sum(part => part.Value), 9);
        Assert.InRange(Math.Abs(found.EfficiencyGap), 0, 0.05);
        Assert.InRange(found.PictureShare.Share, 0, 0.1);
        Assert.InRange(found.Calls, 1, 3 * (found.Phrases.Count + 4));
    }

    [Fact]
    public async Task Where_the_question_is_not_read_the_answer_is_the_picture_s()
    {
        WordValues found = await ValueAsync("Is there any dangerous car on the road?", (_, image) => Street.HasCar(image, 1) ? "A car is close, brake." : Free);
        Assert.Equal(1, found.Picture.Index().MaxBy(part => part.Item.Value).Index);
        Assert.InRange(found.PictureShare.Share, 0.9, 1);
        Assert.InRange(found.PictureShare.Low, 0, found.PictureShare.Share);
    }

    [Fact]
    public async Task A_word_makes_an_object_matter()
    {
        WordValues found = await ValueAsync(
            "Is there any dangerous car on the road?",
            (prompt, image) => prompt.Contains("dangerous", StringComparison.OrdinalIgnoreCase) && Street.HasCar(image, 1) ? "Danger is near." : Free);
        PairInteraction pair = Assert.Single(found.Pairs);
        int word = found.Phrases.Index().Single(phrase => phrase.Item.Text.Contains("dangerous", StringComparison.Ordinal)).Index;
        Assert.Equal((word, found.Phrases.Count + 1, PairKind.Together), (pair.First, pair.Second, pair.Kind));
    }

    private static async Task<WordValues> ValueAsync(string question, Func<string, BgrImage, string> rule)
    {
        var prompt = new NamedPrompt(NamedPrompt.DefaultName, PromptTemplate.Parse(question));
        using var questions = new QuestionQueue(new ReadingModel(rule), new AnswerMemory((_, _, _) => ValueTask.CompletedTask), 4);
        var similarity = new WordsSimilarity();
        var attributor = new KeyframeAttributor(new AttributionConfiguration { OverTime = false, Controls = Controls.Never }, [prompt], 1, questions, ColourFill.Black, similarity);
        using KeyframeScene scene = attributor.SceneOf(Street.Frame());
        KeyframeAttribution whole = await attributor.AttributeAsync(scene, prompt, null, CancellationToken.None);
        return await new WordAttributor(questions, similarity, ColourFill.Black).AttributeAsync(scene, whole, 1, null, CancellationToken.None);
    }

    /// <summary>Answers by question and pixels.</summary>
    private sealed class ReadingModel(Func<string, BgrImage, string> rule) : IVisionLanguageModel
    {
        public string Id => "reading";

        public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken) => Task.FromResult(new Answer(rule(question.Prompt, question.Image)));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
