using System.Buffers.Binary;
using System.Text;

namespace PixelShap.Corpus;

/// <summary>Damages bytes and texts, in the same way for the same seed.</summary>
internal static class Mutation
{
    private static readonly uint[] OddWords = [0, 1, 7, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE, 0x00FFFFFF, 0x40000000];
    private static readonly string[] OddTokens =
    [
        "-1", "0", "1e999", "-1e999", "NaN", "null", "true", "\"\"", "[]", "{}", "99999999999999999999", "2147483648", "-9223372036854775808", "1.5", "\"\\u0000\"", "\"\\ud800\"", "\"../../etc/passwd\"",
    ];

    /// <summary>Damaged bytes.</summary>
    /// <param name="bytes">What is damaged.</param>
    /// <param name="seed">Which damage: its kind, and its place.</param>
    public static byte[] Bytes(byte[] bytes, int seed)
    {
        var random = new Random(seed);
        byte[] copy = [.. bytes];
        int at = bytes.Length == 0 ? 0 : random.Next(bytes.Length), count = Math.Min(bytes.Length - at, 1 + random.Next(64));
        switch (seed % 8)
        {
            case 0:
                return copy[..at];
            case 1:
                // Single bits, more of them the larger the file.
                for (int i = 0; i <= bytes.Length / 500 && bytes.Length > 0; i++)
                {
                    copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
                }

                return copy;
            case 2:
                // A length or a count that cannot be; in the first part, where the structure of most formats is.
                for (int i = 0; i < 3 && bytes.Length >= 8; i++)
                {
                    BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(random.Next(Math.Min(copy.Length, 1 << 12) - 4) & (i == 0 ? ~3 : ~0)), OddWords[random.Next(OddWords.Length)]);
                }

                return copy;
            case 3:
                // The same at the end, where indexes are, and with the bytes in the other order.
                for (int i = 0; i < 3 && bytes.Length >= 8; i++)
                {
                    int last = Math.Min(copy.Length, 1 << 12);
                    BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(copy.Length - last + random.Next(last - 4)), OddWords[random.Next(OddWords.Length)]);
                }

                return copy;
            case 4:
                return [.. copy[..at], .. copy[(at + count)..]];
            case 5:
                return [.. copy[..(at + count)], .. copy[at..]];
            case 6:
                copy.AsSpan(at, count).Fill(random.Next(2) == 0 ? (byte)0 : (byte)0xFF);
                return copy;
            default:
                random.NextBytes(copy.AsSpan(at, count));
                return copy;
        }
    }

    /// <summary>A damaged text of JSON, YAML, XML or a table: numbers, strings and lines that are not what they were.</summary>
    public static byte[] Text(string text, int seed)
    {
        var random = new Random(seed);
        string[] lines = text.Split('\n');
        int line = random.Next(lines.Length);
        switch (seed % 8)
        {
            case 0:
                return Encoding.UTF8.GetBytes(text[..random.Next(text.Length + 1)]);
            case 1:
            case 2:
                return Encoding.UTF8.GetBytes(WithOddValue(text, random));
            case 3:
                return Encoding.UTF8.GetBytes(string.Join('\n', lines.Where((_, index) => index != line)));
            case 4:
                return Encoding.UTF8.GetBytes(string.Join('\n', [.. lines[..line], lines[line], lines[line], .. lines[line..]]));
            case 5:
                return Bytes(Encoding.UTF8.GetBytes(text), (seed * 8) + 1);
            case 6:
                return Bytes(Encoding.UTF8.GetBytes(text), (seed * 8) + 4);
            default:
                int at = random.Next(text.Length + 1);
                return Encoding.UTF8.GetBytes(text[..at] + "\0\u202e\ufeff\u001b[2J" + text[at..]);
        }
    }

    /// <summary>A number, a string or a word in another's place.</summary>
    private static string WithOddValue(string text, Random random)
    {
        var places = new List<(int At, int Length)>();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && text.IndexOf('"', i + 1) is > 0 and var end)
            {
                places.Add((i, end - i + 1));
                i = end;
            }
            else if (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '-' or '.')
            {
                int start = i;
                while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '-' or '.' or '_'))
                {
                    i++;
                }

                places.Add((start, i - start));
            }
        }

        if (places.Count == 0)
        {
            return OddTokens[random.Next(OddTokens.Length)];
        }

        (int from, int length) = places[random.Next(places.Count)];
        return text[..from] + OddTokens[random.Next(OddTokens.Length)] + text[(from + length)..];
    }
}
