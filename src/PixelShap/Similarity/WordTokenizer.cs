using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace PixelShap.Similarity;

/// <summary>Words as Python's <c>(?u)\b\w\w+\b</c> finds them: runs of at least two letters, digits and underscores, in lower case.</summary>
internal static class WordTokenizer
{
    /// <summary>How often each word occurs.</summary>
    public static Dictionary<string, int> Count(string text)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var word = new StringBuilder();
        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsWord(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune));
                length++;
            }
            else
            {
                End();
            }
        }

        End();
        return counts;

        void End()
        {
            if (length >= 2)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, word.ToString(), out _)++;
            }

            word.Clear();
            length = 0;
        }
    }

    // Python's \w is str.isalnum() and the underscore. .NET's \w differs: it takes combining marks and leaves out ² and ½.
    private static bool IsWord(Rune rune) => rune.Value == '_' || Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
