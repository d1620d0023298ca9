namespace PixelShap.Similarity;

/// <summary>The fixed tables of <see cref="WordsSimilarity"/>: what words are the same, and which stand on one axis, so that one contradicts the other.</summary>
internal static class StatementAxes
{
    private static readonly HashSet<string> FunctionWords = [.. (
        "a an the is are was were be been being am it its this that these those there here of in on at to from by with for as and or so then than because since "
        + "due which who what i we us our you can could may will would do does did has have had ego image picture frame seen visible see appear seem look "
        + "given based observe depict currently therefore into s yes ahead front").Split(' ')];

    // One line per axis: its name, then its values with '|' between those that mean the same.
    private static readonly Dictionary<string, (string Axis, string Name)> Values = Read(
        "side left right",
        "height above|over below|under|underneath",
        "colour red green yellow|amber blue white black grey|gray orange brown silver",
        "negation not|no|never|none|without|neither|nor|unable|kein|keine|nicht|ne|pas|sin|不|没|ない|لا|ليس",
        "negation unsafe|impossible|unclear|uncertain",
        "number one|1 two|2|pair three|3 four|4 five|5 six|6 seven|7 eight|8 nine|9 ten|10 several|many|multiple",
        "motion stop|halt|standstill|stationary|brake|park|still|wait go|proceed|advance accelerate|speed turn reverse",
        "water wet|water|damp|rain dry",
        "opening open closed|shut|close",
        "switch off|out|unlit",
        "hour day|daytime|daylight|noon|afternoon|morning night|nighttime|dark",
        "amount light|few|empty|sparse|clear heavy|dense|busy|crowded",
        "place behind|rear|back",
        "pace slow|slowly fast|quick|quickly",
        "certainty certain|sure|definitely|certainly|surely probably|likely|perhaps|maybe|possibly|might",
        "distance near|close|nearby far|distant");

    private static readonly Dictionary<string, string> Synonyms = ReadSynonyms(
        "car vehicle automobile auto", "road street roadway", "pedestrian person people walker", "junction intersection crossroads", "truck lorry",
        "cyclist bicyclist biker", "bike bicycle", "pavement asphalt", "sidewalk kerb curb", "cross crossing crosswalk", "should must need ought", "reduce slow",
        "motorway highway freeway", "danger hazard risk dangerous", "signal light", "approach come coming");

    /// <summary>Whether a word tells next to nothing.</summary>
    public static bool IsFunctionWord(string word) => FunctionWords.Contains(word);

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
            if (word.Length > ending.Length + 2 && word.EndsWith(ending, StringComparison.Ordinal))
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
        Synonyms.TryGetValue(word, out string? first) ? first : Values.TryGetValue(word, out (string Axis, string Name) value) ? value.Name : FunctionWords.Contains(word) ? word : null;

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

    private static Dictionary<string, string> ReadSynonyms(params string[] lines) =>
        lines.Select(line => line.Split(' ')).SelectMany(words => words.Select(word => (word, words[0]))).DistinctBy(pair => pair.word)
            .ToDictionary(pair => pair.word, pair => pair.Item2, StringComparer.Ordinal);
}
