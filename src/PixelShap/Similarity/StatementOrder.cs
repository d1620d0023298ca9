using System.Text.RegularExpressions;

namespace PixelShap.Similarity;

/// <summary>What comes first in a text that speaks of an order: "X after Y" and "Y, then X" name Y first, "X is behind Y" names Y in front.</summary>
internal static partial class StatementOrder
{
    private static readonly HashSet<string> Forward = ["before", "then", "first", "finally", "second", "last", "ahead", "lead", "leads", "until"];
    private static readonly HashSet<string> Backward = ["after", "behind", "yield", "yields", "yielding", "follow", "follows", "following", "once"];

    /// <summary>The share of pairs of words, of those that both texts name once, that come in another order, 0 to 1; 0 where neither text speaks of an order.</summary>
    public static double Inverted(string first, string second)
    {
        (List<string> a, bool aSpeaks) = Read(first);
        (List<string> b, bool bSpeaks) = Read(second);
        HashSet<string> once = [.. Once(a)];
        once.IntersectWith(Once(b));
        string[] shared = [.. a.Where(once.Contains)];
        if (!(aSpeaks || bSpeaks) || shared.Length < 2)
        {
            return 0;
        }

        int pairs = 0, inverted = 0;
        for (int i = 0; i < shared.Length; i++)
        {
            for (int j = i + 1; j < shared.Length; j++)
            {
                pairs++;
                inverted += b.IndexOf(shared[i]) > b.IndexOf(shared[j]) ? 1 : 0;
            }
        }

        return (double)inverted / pairs;
    }

    private static IEnumerable<string> Once(List<string> words) => words.GroupBy(word => word, StringComparer.Ordinal).Where(group => group.Count() == 1).Select(group => group.Key);

    private static (List<string> Words, bool Speaks) Read(string text)
    {
        bool speaks = Sequence().IsMatch(text);
        var words = new List<string>();
        foreach (string sentence in Ends().Split(text))
        {
            List<string> tokens = [.. StatementUnits.Tokens(sentence)];
            int at = tokens.FindIndex(token => token == "before" || Backward.Contains(token));
            speaks |= at >= 0 || tokens.Any(Forward.Contains);
            if (at == 0 && sentence.IndexOf(',', StringComparison.Ordinal) is var comma and > 0)
            {
                // "After X, Y": X is first.
                List<string> clause = [.. StatementUnits.Tokens(sentence[..comma]).Skip(1)], rest = [.. StatementUnits.Tokens(sentence[comma..])];
                tokens = tokens[0] == "before" ? [.. rest, .. clause] : [.. clause, .. rest];
            }
            else if (at >= 0)
            {
                List<string> left = tokens[..at], right = tokens[(at + 1)..];
                tokens = tokens[at] == "before" ? [.. left, .. right] : [.. right, .. left];
            }

            words.AddRange(tokens.Select(StatementAxes.Same).Where(word => !StatementVocabulary.IsFunctionWord(word) && !Forward.Contains(word)));
        }

        return (words, speaks);
    }

    [GeneratedRegex(@"[.!?;\n]+|\bthen\b|\bfinally\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ends();

    [GeneratedRegex(@"\bthen\b|\bfinally\b|\bfirst\b|^\s*1\.", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Sequence();
}
