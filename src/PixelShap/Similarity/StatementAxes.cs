namespace PixelShap.Similarity;

/// <summary>The fixed table of <see cref="WordsSimilarity"/> of words that stand on one axis, so that one contradicts the other.</summary>
internal static class StatementAxes
{
    // One line per axis: its name, then its values with '|' between those that mean the same.
    private static readonly Dictionary<string, (string Axis, string Name)> Values = Read(
        "side left right",
        "height above|over below|under|underneath",
        "colour red green yellow|amber blue white black grey|gray orange brown silver navy beige teal pink purple gold",
        "negation not|no|never|none|without|neither|nor|unable|kein|keine|nicht|ne|pas|sin|不|没|ない|لا|ليس",
        "negation unsafe|impossible|unclear|uncertain|unknown",
        "number one|1 two|2 three|3 four|4 five|5 six|6 seven|7 eight|8 nine|9 ten|10 several|many|multiple",
        "motion stop|halt|standstill|stationary|brake|park|still|wait|stand go|proceed|advance|move accelerate turn reverse",
        "water wet|water|damp|rain dry",
        "opening open closed|shut|close",
        "switch off|out|unlit",
        "hour day|daytime|daylight|noon|afternoon|morning night|nighttime|dark",
        "amount light|few|empty|sparse|clear|free heavy|dense|busy|crowded",
        "place behind|rear|back",
        "pace slow|slowly fast|quick|quickly",
        "certainty certain|sure|definitely|certainly|surely probably|likely|perhaps|maybe|possibly|might",
        "distance near far|distant");

    /// <summary>The value that a word names on an axis; null when it names none.</summary>
    public static (string Axis, string Name)? Of(string word) =>
        Values.TryGetValue(word, out (string Axis, string Name) value) ? value
        : word.Length > 0 && word.All(char.IsAsciiDigit) ? ("number", word) : null;

    /// <summary>The word that stands for a word and its forms.</summary>
    public static string Same(string word)
    {
        if (Find(word) is { } known)
        {
            return known;
        }

        foreach ((string ending, string instead) in ((string, string)[])[("ies", "y"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", ""), ("s", ""), ("ly", "")])
        {
            // "pass" is no form of the French "pas".
            if (word.Length > ending.Length + 2 && word.EndsWith(ending, StringComparison.Ordinal) && !(ending == "s" && word.EndsWith("ss", StringComparison.Ordinal)))
            {
                string stem = word[..^ending.Length] + instead;
                string once = stem.Length > 3 && stem[^1] == stem[^2] ? stem[..^1] : stem;
                if ((Find(stem) ?? Find(once)) is { } form)
                {
                    return form;
                }
            }
        }

        string cut = word.EndsWith("ing", StringComparison.Ordinal) && word.Length > 5 ? word[..^3]
            : word.EndsWith("ed", StringComparison.Ordinal) && word.Length > 4 ? word[..^2]
            : word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) && word.Length > 3 ? word[..^1] : word;
        cut = cut.Length > 3 && cut[^1] == cut[^2] ? cut[..^1] : cut;
        return cut.Length > 3 ? cut.TrimEnd('e') : cut;
    }

    private static string? Find(string word) =>
        StatementVocabulary.Synonym(word) ?? (Values.TryGetValue(word, out (string Axis, string Name) value) ? value.Name : StatementVocabulary.IsFunctionWord(word) ? word : null);

    private static Dictionary<string, (string Axis, string Name)> Read(params string[] lines)
    {
        var values = new Dictionary<string, (string Axis, string Name)>(StringComparer.Ordinal);
        foreach (string[] parts in lines.Select(line => line.Split(' ')))
        {
            foreach (string[] same in parts.Skip(1).Select(part => part.Split('|')))
            {
                foreach (string word in same)
                {
                    values.TryAdd(word, (parts[0], same[0]));
                }
            }
        }

        return values;
    }
}
