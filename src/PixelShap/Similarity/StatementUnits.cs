using System.Text;
using System.Text.RegularExpressions;

namespace PixelShap.Similarity;

/// <summary>
/// What an English text states, as units with fixed weights: words, pairs of neighbouring words, and on each axis of <see cref="StatementAxes"/> (sides, numbers,
/// colours, negation, …) the values that it names.
/// </summary>
/// <param name="Weights">The weight of every unit.</param>
/// <param name="Stated">Per axis the values in the order in which they are named.</param>
/// <param name="Words">All words in their order, each as the word that stands for it.</param>
internal sealed partial record StatementUnits(
    IReadOnlyDictionary<string, double> Weights, IReadOnlyDictionary<string, IReadOnlyList<string>> Stated, IReadOnlyList<string> Words)
{
    private const double FunctionWord = 0.1;
    private const double Pair = 0.35;

    /// <summary>Reads a text.</summary>
    public static StatementUnits Of(string text)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        var stated = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var words = new List<string>();
        string last = "";
        foreach (string token in Tokens(text))
        {
            string word = StatementAxes.Same(token);
            if (StatementAxes.Of(word) is { } value)
            {
                if (!stated.TryGetValue(value.Axis, out List<string>? values))
                {
                    stated.Add(value.Axis, values = []);
                }

                values.Add(value.Name);
                word = value.Name;
            }

            words.Add(word);
            bool isFunctionWord = StatementVocabulary.IsFunctionWord(word);
            Add(word, isFunctionWord ? FunctionWord : 1);
            if (!isFunctionWord)
            {
                if (last.Length > 0)
                {
                    Add(last + " " + word, Pair);
                }

                last = word;
            }
        }

        return new StatementUnits(weights, stated.ToDictionary(axis => axis.Key, axis => (IReadOnlyList<string>)axis.Value), words);

        void Add(string unit, double weight) => weights[unit] = weights.GetValueOrDefault(unit) + weight;
    }

    /// <summary>The text in lower case, with every negation a word of its own.</summary>
    public static string Plain(string text) => text.ToLowerInvariant().Replace('’', '\'').Replace("can't", "can not", StringComparison.Ordinal)
        .Replace("cannot", "can not", StringComparison.Ordinal).Replace("won't", "will not", StringComparison.Ordinal).Replace("n't", " not", StringComparison.Ordinal);

    /// <summary>
    /// Runs of letters and digits in lower case; "n't" is a word of its own. Where a language has no spaces, each of its characters is a word. The numbers and marks before
    /// the items of a list are none.
    /// </summary>
    public static IEnumerable<string> Tokens(string text)
    {
        var word = new StringBuilder();
        foreach (Rune rune in ListMark().Replace(Plain(text), " ").EnumerateRunes())
        {
            bool isUnspaced = rune.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0x0E00 and <= 0x0E7F);
            if (Rune.IsLetterOrDigit(rune) && !isUnspaced)
            {
                word.Append(rune);
                continue;
            }

            if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }

            if (isUnspaced)
            {
                yield return rune.ToString();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    [GeneratedRegex(@"^[ \t]*(\d+[.)]|[-*+•>#]+)\s+", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ListMark();
}
