namespace PixelShap.Video.Settings;

/// <summary>Guesses which name was meant by one that is misspelt.</summary>
public static class Spelling
{
    /// <summary>The name that is nearest to a word; null when none is near: at most two letters inserted, left out or exchanged, or a third of a longer word's.</summary>
    public static string? Nearest(string word, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(word);
        string? nearest = names.MinBy(name => Distance(name, word));
        return nearest is not null && Distance(nearest, word) <= Math.Max(2, word.Length / 3) ? nearest : null;
    }

    /// <summary>The number of letters to insert, leave out or exchange (Levenshtein, 1966).</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
