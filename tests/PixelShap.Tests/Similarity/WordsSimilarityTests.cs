using PixelShap.Similarity;

namespace PixelShap.Tests.Similarity;

public sealed class WordsSimilarityTests
{
    [Theory]
    [InlineData("It is safe to go on.", "It is not safe to go on.")]
    [InlineData("The van is on the left.", "The van is on the right.")]
    [InlineData("Three cars are ahead.", "Five cars are ahead.")]
    [InlineData("A white car follows a blue van.", "A blue car follows a white van.")]
    public void What_contradicts_is_less_alike_than_the_same_in_other_words(string answer, string contradiction)
    {
        double value = WordsSimilarity.Compare(answer, contradiction);
        Assert.True(value < 0.85, $"{value}");
        Assert.Equal(1, WordsSimilarity.Compare(answer, "**" + answer + "**"), 9);
    }

    [Fact]
    public async Task A_value_does_not_depend_on_the_other_answers()
    {
        var similarity = new WordsSimilarity();
        IReadOnlyList<double> alone = await similarity.CompareAsync("a red car", ["a blue car"], default);
        IReadOnlyList<double> together = await similarity.CompareAsync("a red car", ["a blue car", "car", "a red lorry"], default);
        Assert.Equal(alone[0], together[0]);
    }

    [Theory]
    [InlineData("A cyclist rides in our lane.", "In our lane rides a cyclist.", "A tram rides in our lane.")]
    [InlineData("The bus must yield to the taxi.", "The taxi has priority over the bus.", "The taxi must yield to the bus.")]
    [InlineData("The lorry left after the tram had passed.", "Before the lorry left, the tram had passed.", "The tram left after the lorry had passed.")]
    [InlineData("Yes, we have to brake.", "Correct: braking is what we have to do.", "No, we have to go on.")]
    [InlineData("I can't tell what the sign says.", "Sorry, I am unable to tell what the sign says.", "I can tell what the sign says.")]
    [InlineData("She is not looking and he is walking, so there is no time.", "There is no time, because he is walking and she is not looking.", "She is looking and he is not walking, so there is no time.")]
    [InlineData("First signal, then turn left.", "1. Signal\n2. Turn **left**", "First turn left, then signal.")]
    [InlineData("La route est glissante car il pleut.", "Comme il pleut, la route est glissante.", "La route est sèche car il pleut.")]
    [InlineData("信号は赤です。", "信号が赤い。", "信号は青です。")]
    public void The_same_in_other_words_is_more_alike_than_something_else_in_the_same_words(string answer, string same, string other)
    {
        double wanted = WordsSimilarity.Compare(answer, same), unwanted = WordsSimilarity.Compare(answer, other);
        Assert.True(wanted > unwanted + 0.1, $"{wanted} {unwanted}");
        Assert.True(wanted > 0.5, $"{wanted}");
    }

    [Theory]
    [InlineData("Let the tram pass.", "Let the tram not pass.")]
    [InlineData("It is safe.", "It isn't safe.")]
    [InlineData("The road is free.", "The road isn’t free.")]
    public void A_negated_answer_is_never_the_same(string answer, string negated) => Assert.InRange(WordsSimilarity.Compare(answer, negated), 0, 0.4);

    [Fact]
    public void Pass_is_no_negation() => Assert.True(WordsSimilarity.Compare("The buses pass.", "The buses have passed.") > 0.8);

    [Fact]
    public void Both_ways_give_the_same_and_nothing_common_gives_nothing()
    {
        string[] texts = ["The light is red.", "A red bus waits behind two cars.", "No.", "", "1. stop\n2. go"];
        foreach (string a in texts)
        {
            foreach (string b in texts)
            {
                Assert.InRange(WordsSimilarity.Compare(a, b), 0, 1);
                Assert.Equal(WordsSimilarity.Compare(a, b), WordsSimilarity.Compare(b, a), 9);
            }
        }

        Assert.Equal(0, WordsSimilarity.Compare("red", "tree"));
    }

    [Fact]
    public void A_very_long_text_is_compared_in_time()
    {
        string text = string.Join(' ', Enumerable.Range(0, 200_000).Select(i => $"word{i % 977}"));
        Assert.True(WordsSimilarity.Compare(text, text + " end") > 0.9);
    }
}
