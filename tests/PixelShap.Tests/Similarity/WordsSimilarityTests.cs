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
}
