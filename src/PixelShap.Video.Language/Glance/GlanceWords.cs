using System.Text;
using System.Text.RegularExpressions;

namespace PixelShap.Video.Language.Glance;

/// <summary>The words that the network knows: texts as numbers, and numbers as texts.</summary>
internal sealed partial class GlanceWords
{
    /// <summary>The numbers that stand for no word.</summary>
    public const int Unknown = 1, Ask = 2, Say = 3, End = 4;

    private const int Special = 5;
    private const int LongestQuestion = 40;

    private readonly IReadOnlyList<string> _words;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <param name="words">The words in the order of their numbers; the first five are marks.</param>
    /// <exception cref="ArgumentException">There are too few, or one is empty.</exception>
    public GlanceWords(IReadOnlyList<string> words)
    {
        if (words.Count <= Special || words.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException("These are no words.", nameof(words));
        }

        _words = words;
        for (int i = Special; i < words.Count; i++)
        {
            _numbers[words[i]] = i;
        }
    }

    /// <summary>How many there are, marks included.</summary>
    public int Count => _words.Count;

    /// <summary>The numbers of a text; what is not known is <see cref="Unknown"/>.</summary>
    public int[] Read(string text) => [.. Cut().Matches(text.ToLowerInvariant()).Select(match => _numbers.GetValueOrDefault(match.Value, Unknown))];

    /// <summary>What the network reads before it answers.</summary>
    public int[] Question(string prompt) => [Ask, .. Read(prompt).Take(LongestQuestion), Say];

    /// <summary>Whether a number may be said: a word that is known.</summary>
    public static bool IsWord(int number) => number >= Special;

    /// <summary>Numbers as sentences: capitals at their beginnings, no space before marks.</summary>
    public string Text(IEnumerable<int> numbers)
    {
        var text = new StringBuilder();
        bool begins = true;
        foreach (string word in numbers.Where(IsWord).Select(number => _words[number]))
        {
            bool isMark = word is "." or "," or ":" or "?" or "!";
            if (text.Length > 0 && !isMark)
            {
                text.Append(' ');
            }

            text.Append(begins && !isMark ? char.ToUpperInvariant(word[0]) + word[1..] : word == "i" ? "I" : word);
            begins = word is "." or "?" or "!";
        }

        return text.ToString();
    }

    // As tools/glance/glance/words.py cuts them.
    [GeneratedRegex("[a-z]+|[0-9]|[.,:?!]")]
    private static partial Regex Cut();
}
