using PixelShap.Video.Language.WordPiece;
using PixelShap.Video.Vision.Segmentation.GroundingDino;

namespace PixelShap.Video.Vision.Tests;

public sealed class GroundingDinoPromptTests
{
    /// <summary>What the network says of the full stops, the beginning and the end is said of no class.</summary>
    [Fact]
    public void Each_token_belongs_to_its_class_and_those_between_to_none()
    {
        string[] names = ["person", "traffic light", "bicycle"];
        var vocabulary = WordPieceVocabulary.Load(TestModels.Path("vocab.txt"), "");
        var prompt = new GroundingDinoPrompt(names, vocabulary);
        Assert.Equal(names.Select(Tokens), prompt.Spans.Select(span => prompt.Ids[span]));

        int[] between = [.. Enumerable.Range(0, prompt.Ids.Length).Except(prompt.Spans.SelectMany(span => Enumerable.Range(0, prompt.Ids.Length).Take(span))).Select(i => prompt.Ids[i])];
        int stop = Assert.Single(Tokens("."));
        Assert.Equal([vocabulary.Start, stop, stop, stop, vocabulary.End], between);

        // Every class is a text of its own, with its full stop.
        Assert.Equal([0, 0, 1, 0, 1, 2, 0, 1, 2, 3, 0], prompt.Positions);

        int[] Tokens(string text) => [.. new WordPieceTokenizer(vocabulary).Encode(text).Skip(1).SkipLast(1)];
    }
}
