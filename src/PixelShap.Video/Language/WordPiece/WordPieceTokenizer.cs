using System.Globalization;
using System.Text;

namespace PixelShap.Video.Language.WordPiece;

/// <summary>
/// BERT's tokenizer (Devlin et al. 2019): control characters are dropped, ideographs and punctuation stand alone, accents and capitals
/// are taken off for uncased models, and each word becomes the longest pieces of the vocabulary from left to right. Thread-safe.
/// </summary>
/// <param name="vocabulary">The vocabulary of the model.</param>
public sealed class WordPieceTokenizer(WordPieceVocabulary vocabulary)
{
    /// <summary>The longest input of BERT models in tokens, the two around the text included.</summary>
    public const int MaxTokens = 512;

    /// <summary>The tokens of a text with <c>[CLS]</c> before and <c>[SEP]</c> behind it; what is too long is cut at the end.</summary>
    /// <param name="text">The text. Names of special tokens in it are text like any other.</param>
    /// <param name="maxTokens">The most tokens, at least 2. The default value is <see cref="MaxTokens"/>.</param>
    public IReadOnlyList<int> Encode(string text, int maxTokens = MaxTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 2);
        var tokens = new List<int> { vocabulary.Start };
        foreach (string word in Words(text))
        {
            AddPieces(tokens, word);
            if (tokens.Count >= maxTokens)
            {
                tokens.RemoveRange(maxTokens - 1, tokens.Count - (maxTokens - 1));
                break;
            }
        }

        tokens.Add(vocabulary.End);
        return tokens;
    }

    private void AddPieces(List<int> tokens, string word)
    {
        int first = tokens.Count;
        var beginnings = vocabulary.Beginnings.GetAlternateLookup<ReadOnlySpan<char>>();
        var continuations = vocabulary.Continuations.GetAlternateLookup<ReadOnlySpan<char>>();
        bool tooLong = word.Length > vocabulary.MaxWordLength && word.EnumerateRunes().Count() > vocabulary.MaxWordLength;
        for (int start = 0; start < word.Length;)
        {
            int end = tooLong ? start : word.Length, id = 0;
            while (end > start && !(start == 0 ? beginnings : continuations).TryGetValue(word.AsSpan(start, end - start), out id))
            {
                end--;
            }

            if (end == start)
            {
                // One piece that is not in the vocabulary makes the whole word unknown.
                tokens.RemoveRange(first, tokens.Count - first);
                tokens.Add(vocabulary.Unknown);
                return;
            }

            tokens.Add(id);
            start = end;
        }
    }

    private IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        var letters = new List<Rune>();
        foreach (Rune rune in text.EnumerateRunes().Where(rune => !IsDropped(rune)))
        {
            bool isAlone = IsIdeograph(rune);
            if (word.Length > 0 && (isAlone || Rune.IsWhiteSpace(rune)))
            {
                yield return word.ToString();
                word.Clear();
            }

            if (Rune.IsWhiteSpace(rune))
            {
                continue;
            }

            letters.Clear();
            Normalize(rune, letters);
            foreach (Rune letter in letters)
            {
                bool ends = isAlone || IsPunctuation(letter);
                if (ends && word.Length > 0)
                {
                    yield return word.ToString();
                    word.Clear();
                }

                if (ends)
                {
                    yield return letter.ToString();
                }
                else
                {
                    word.Append(letter);
                }
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private void Normalize(Rune rune, List<Rune> letters)
    {
        if (!vocabulary.IsUncased)
        {
            letters.Add(rune);
            return;
        }

        CanonicalDecomposition.AppendWithoutAccents(letters, rune);
        for (int i = 0; i < letters.Count; i++)
        {
            letters[i] = Rune.ToLowerInvariant(letters[i]);
        }
    }

    private static bool IsDropped(Rune rune) =>
        rune.Value is not ('\t' or '\n' or '\r')
        && (rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? rune.Value is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126)
        : Rune.IsPunctuation(rune);

    private static bool IsIdeograph(Rune rune) => rune.Value
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B820 and <= 0x2CEAF)
        or (>= 0x2F800 and <= 0x2FA1F);
}
