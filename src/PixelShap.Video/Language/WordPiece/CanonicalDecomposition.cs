using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace PixelShap.Video.Language.WordPiece;

/// <summary>
/// Letters without their accents: canonical decomposition (Unicode NFD) with the nonspacing marks left out. The framework's own
/// <see cref="string.Normalize()"/> does nothing in a program with invariant globalization, such as this one.
/// </summary>
internal static class CanonicalDecomposition
{
    // The Unicode Standard, section 3.12: Hangul syllables are composed of two or three letters by a formula.
    private const int FirstSyllable = 0xAC00, SyllableCount = 11172, Vowels = 21, Trailing = 28;
    private const int FirstLead = 0x1100, FirstVowel = 0x1161, BeforeFirstTrail = 0x11A7;

    private static readonly FrozenDictionary<int, Rune[]> Letters = Load();

    /// <summary>Appends what is left of <paramref name="rune"/> without accents: nothing of an accent itself.</summary>
    public static void AppendWithoutAccents(List<Rune> target, Rune rune)
    {
        if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
        {
            return;
        }

        int syllable = rune.Value - FirstSyllable;
        if ((uint)syllable < SyllableCount)
        {
            target.Add(new Rune(FirstLead + (syllable / (Vowels * Trailing))));
            target.Add(new Rune(FirstVowel + (syllable / Trailing % Vowels)));
            if (syllable % Trailing > 0)
            {
                target.Add(new Rune(BeforeFirstTrail + (syllable % Trailing)));
            }
        }
        else if (!rune.IsAscii && Letters.TryGetValue(rune.Value, out Rune[]? letters))
        {
            target.AddRange(letters);
        }
        else
        {
            target.Add(rune);
        }
    }

    private static FrozenDictionary<int, Rune[]> Load()
    {
        using Stream stream = typeof(CanonicalDecomposition).Assembly.GetManifestResourceStream("canonical-decomposition.txt")!;
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var letters = new Dictionary<int, Rune[]>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                int[] codes = [.. line.Split(' ').Select(code => int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
                letters[codes[0]] = [.. codes.Skip(1).Select(code => new Rune(code))];
            }
        }

        return letters.ToFrozenDictionary();
    }
}
