using PixelShap.Video.Language.WordPiece;

namespace PixelShap.Video.Vision.Segmentation.GroundingDino;

/// <summary>The text that Grounding DINO looks for, <c>person . traffic light .</c>, as tokens, and which tokens belong to which
/// class.</summary>
internal sealed class GroundingDinoPrompt
{
    internal GroundingDinoPrompt(IReadOnlyList<string> classNames, WordPieceVocabulary vocabulary)
    {
        ClassNames = classNames;
        var tokenizer = new WordPieceTokenizer(vocabulary);
        List<int> ids = [vocabulary.Start], positions = [0], blocks = [0];
        int[] separator = Inner(".");
        var spans = new Range[classNames.Count];
        for (int i = 0; i < spans.Length; i++)
        {
            int[] words = Inner(classNames[i]);
            spans[i] = ids.Count..(ids.Count + words.Length);
            int position = 0;
            foreach (int id in words.Concat(separator))
            {
                ids.Add(id);
                positions.Add(position++);
                blocks.Add(i + 1);
            }
        }

        ids.Add(vocabulary.End);
        positions.Add(0);
        blocks.Add(classNames.Count + 1);
        (Ids, Positions, Blocks, Spans) = ([.. ids], [.. positions], [.. blocks], spans);

        int[] Inner(string text) => [.. tokenizer.Encode(text).Skip(1).SkipLast(1)];
    }

    /// <summary>The classes.</summary>
    internal IReadOnlyList<string> ClassNames { get; }

    /// <summary>The tokens.</summary>
    internal int[] Ids { get; }

    /// <summary>The position of each token within its phrase.</summary>
    internal int[] Positions { get; }

    /// <summary>The phrase of each token: tokens see only their own phrase (the paper's sub-sentence level text feature, section
    /// 3.3).</summary>
    internal int[] Blocks { get; }

    /// <summary>The tokens of each class, without the separator.</summary>
    internal Range[] Spans { get; }
}
