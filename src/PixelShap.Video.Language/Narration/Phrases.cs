namespace PixelShap.Video.Language.Narration;

/// <summary>The narrator's English.</summary>
internal static class Phrases
{
    private static readonly string[] SmallNumbers = ["no", "one", "two", "three", "four", "five", "six"];

    public static string Quantity(string noun, int count) => count switch
    {
        1 => WithArticle(noun),
        < 7 => $"{SmallNumbers[count]} {Plural(noun)}",
        _ => $"many {Plural(noun)}",
    };

    public static string WithArticle(string noun) => "aeiou".Contains(noun[0], StringComparison.Ordinal) ? $"an {noun}" : $"a {noun}";

    public static string Plural(string noun) => noun.EndsWith('s') ? noun + "es" : noun + "s";

    public static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];

    /// <summary>"a", "a and b", "a, b, and c".</summary>
    public static string List(IReadOnlyList<string> items) => items.Count switch
    {
        1 => items[0],
        2 => $"{items[0]} and {items[1]}",
        _ => $"{string.Join(", ", items.Take(items.Count - 1))}, and {items[^1]}",
    };
}
