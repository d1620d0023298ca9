using System.Text;

namespace PixelShap.Similarity;

/// <summary>
/// What an English text states, as units with fixed weights: words, pairs of neighbouring words, and on each axis of <see cref="StatementAxes"/> (sides, numbers,
/// colours, negation, …) the values that it names.
/// </summary>
/// <param name="Weights">The weight of every unit.</param>
/// <param name="Stated">Per axis the values in the order in which they are named.</param>
internal sealed record StatementUnits(IReadOnlyDictionary<string, double> Weights, IReadOnlyDictionary<string, IReadOnlyList<string>> Stated)
{
    private const double FunctionWord = 0.1;
    private const double Pair = 0.35;

    /// <summary>Reads a text.</summary>
    public static StatementUnits Of(string text)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        var stated = new Dictionary<string, List<string>>(StringComparer.Ordinal);
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

            bool isFunctionWord = StatementAxes.IsFunctionWord(word);
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

        return new StatementUnits(weights, stated.ToDictionary(axis => axis.Key, axis => (IReadOnlyList<string>)axis.Value));

        void Add(string unit, double weight) => weights[unit] = weights.GetValueOrDefault(unit) + weight;
    }

    /// <summary>Runs of letters and digits in lower case; "n't" is a word of its own. Where a language has no spaces, each of its characters is a word.</summary>
    private static IEnumerable<string> Tokens(string text)
    {
        var word = new StringBuilder();
        string plain = text.ToLowerInvariant().Replace('’', '\'').Replace("can't", "can not", StringComparison.Ordinal)
            .Replace("cannot", "can not", StringComparison.Ordinal).Replace("won't", "will not", StringComparison.Ordinal)
            .Replace("n't", " not", StringComparison.Ordinal);
        foreach (Rune rune in plain.EnumerateRunes())
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
}
