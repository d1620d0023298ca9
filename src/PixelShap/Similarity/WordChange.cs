namespace PixelShap.Similarity;

/// <summary>Which words tell one answer from another.</summary>
/// <param name="Gone">Words that are in the first and not in the second, in their order, lower case.</param>
/// <param name="Came">Words that are in the second and not in the first.</param>
public sealed record WordChange(IReadOnlyList<string> Gone, IReadOnlyList<string> Came)
{
    /// <summary>Compares two answers.</summary>
    public static WordChange Between(string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        Dictionary<string, int> first = WordTokenizer.Count(before), second = WordTokenizer.Count(after);
        return new WordChange([.. first.Keys.Where(word => !second.ContainsKey(word))], [.. second.Keys.Where(word => !first.ContainsKey(word))]);
    }
}
