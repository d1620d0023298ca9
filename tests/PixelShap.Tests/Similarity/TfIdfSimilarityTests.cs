using PixelShap.Similarity;

namespace PixelShap.Tests.Similarity;

public sealed class TfIdfSimilarityTests
{
    /// <summary>The expected numbers are from scikit-learn 1.2.1: TfidfVectorizer().fit_transform(all texts), then cosine_similarity.</summary>
    [Fact]
    public void The_numbers_are_those_of_scikit_learn()
    {
        Check(
            "A red car turns left; two pedestrians wait at the crossing.",
            ("A red car turns left.", 0.608415106867),
            ("Two pedestrians wait.", 0.526902938593),
            ("The road is empty", 0.112908437721),
            ("A red car turns left; two pedestrians wait at the crossing.", 1),
            ("", 0));
        Check("stop stop stop sign", ("sign", 0.316227766017), ("Stop! STOP", 0.948683298051), ("a b c", 0), ("go", 0));
        Check(
            "Straße 50 km/h über_holen ½² naïve",
            ("strasse 50 km", 0.385346328748),
            ("STRASSE straße 50", 0.444148936909),
            ("über_holen ½²", 0.609818456353),
            ("naïve naïve km", 0.535478462542));
    }

    [Theory]
    [InlineData("", "", 1)]
    [InlineData("a", "a", 1)]
    [InlineData("a", "b", 0)]
    [InlineData("", "car", 0)]
    [InlineData("car", "", 0)]
    [InlineData("...", "…", 0)]
    public void Texts_without_words_are_like_their_copy_only(string baseline, string answer, double expected) =>
        Assert.Equal([expected], TfIdfSimilarity.Compare(baseline, [answer]));

    [Fact]
    public void No_answers_give_no_values() => Assert.Empty(TfIdfSimilarity.Compare("a car", []));

    private static void Check(string baseline, params (string Text, double Expected)[] answers)
    {
        double[] values = TfIdfSimilarity.Compare(baseline, [.. answers.Select(answer => answer.Text)]);
        for (int i = 0; i < answers.Length; i++)
        {
            Assert.Equal(answers[i].Expected, values[i], 11);
        }
    }
}
