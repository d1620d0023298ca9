using System.Globalization;
using System.Text;

namespace PixelShap.Video.Vision.Segmentation.GroundingDino;

/// <summary>The lower-case WordPiece tokenizer of BERT (Devlin et al. 2019), reading its <c>vocab.txt</c>.</summary>
internal sealed class WordPieceTokenizer
{
    private readonly Dictionary<string, int> _ids;

    internal WordPieceTokenizer(string vocabularyFile)
    {
        try
        {
            _ids = File.ReadLines(vocabularyFile).Select((word, id) => (word, id)).ToDictionary(item => item.word, item => item.id);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException)
        {
            throw Unreadable(vocabularyFile, exception);
        }

        if (!_ids.ContainsKey("[CLS]") || !_ids.ContainsKey("[SEP]") || !_ids.ContainsKey("[UNK]"))
        {
            throw Unreadable(vocabularyFile, null);
        }
    }

    /// <summary>The token before every text.</summary>
    internal int Start => _ids["[CLS]"];

    /// <summary>The token after every text.</summary>
    internal int End => _ids["[SEP]"];

    /// <summary>The tokens of a text, without the ones around it.</summary>
    internal List<int> Encode(string text)
    {
        var tokens = new List<int>();
        foreach (string word in Words(text))
        {
            int first = tokens.Count;
            for (int start = 0; start < word.Length;)
            {
                int end = word.Length, id = 0;
                while (end > start && !_ids.TryGetValue(start == 0 ? word[..end] : $"##{word[start..end]}", out id))
                {
                    end--;
                }

                if (end == start)
                {
                    tokens.RemoveRange(first, tokens.Count - first);
                    tokens.Add(_ids["[UNK]"]);
                    break;
                }

                tokens.Add(id);
                start = end;
            }
        }

        return tokens;
    }

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (char letter in text.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            bool alone = char.IsPunctuation(letter) || char.IsSymbol(letter);
            if ((alone || char.IsWhiteSpace(letter)) && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }

            if (alone)
            {
                yield return letter.ToString();
            }
            else if (!char.IsWhiteSpace(letter))
            {
                word.Append(letter);
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private static PixelShapException Unreadable(string file, Exception? exception) => new(
        ExitCode.Usage,
        $"The vocabulary '{file}' cannot be read as BERT's vocab.txt.",
        "Put the vocab.txt that belongs to the model beside it: one token per line, [CLS], [SEP] and [UNK] among them.",
        exception);
}
