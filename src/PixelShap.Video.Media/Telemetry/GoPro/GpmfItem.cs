using System.Buffers.Binary;
using System.Text;

namespace PixelShap.Video.Media.Telemetry.GoPro;

/// <summary>
/// A key, its type and its values, as GoPro writes them (GPMF): four characters, a type, the size of a row, the number of rows, then the rows, padded to four bytes.
/// Everything is big-endian.
/// </summary>
internal readonly record struct GpmfItem(string Key, char Type, int RowSize, int Rows, ReadOnlyMemory<byte> Data)
{
    /// <summary>The items that follow each other in some bytes. Zeros between them are padding; one that is longer than what is left ends them.</summary>
    public static IEnumerable<GpmfItem> In(ReadOnlyMemory<byte> bytes)
    {
        for (int at = 0; at + 8 <= bytes.Length;)
        {
            ReadOnlySpan<byte> header = bytes.Span.Slice(at, 8);
            if (header[..4].IndexOfAnyExcept((byte)0) < 0)
            {
                at += 4;
                continue;
            }

            int size = header[5], rows = BinaryPrimitives.ReadUInt16BigEndian(header[6..]), length = size * rows;
            if (length > bytes.Length - at - 8)
            {
                yield break;
            }

            yield return new GpmfItem(Encoding.Latin1.GetString(header[..4]), (char)header[4], size, rows, bytes.Slice(at + 8, length));
            at += 8 + ((length + 3) & ~3);
        }
    }

    /// <summary>The items within this one, whose type is 0.</summary>
    public IEnumerable<GpmfItem> Items => Type == '\0' ? In(Data) : [];

    /// <summary>The value as text, up to its first zero.</summary>
    public string Text
    {
        get
        {
            string text = Encoding.Latin1.GetString(Data.Span);
            int end = text.IndexOf('\0', StringComparison.Ordinal);
            return (end < 0 ? text : text[..end]).Trim();
        }
    }

    /// <summary>All numbers, one after the other; empty where the type is none of numbers.</summary>
    public double[] Numbers() => [.. Read(new string(Type, Width(Type) is var width and > 0 ? RowSize / width : 0)).SelectMany(row => row)];

    /// <summary>The rows of numbers.</summary>
    /// <param name="types">The types of a row, as TYPE states them for rows of type <c>?</c>.</param>
    public IEnumerable<double[]> Read(string types)
    {
        int length = types.Sum(Width);
        if (length == 0 || length > RowSize || types.Any(type => Width(type) == 0))
        {
            yield break;
        }

        for (int row = 0; row < Rows; row++)
        {
            var values = new double[types.Length];
            int at = row * RowSize;
            for (int i = 0; i < types.Length; at += Width(types[i]), i++)
            {
                values[i] = Number(types[i], Data.Span[at..]);
            }

            yield return values;
        }
    }

    /// <summary>The rows, whatever their type; a type with a count, as in <c>f[8]L</c>, is written out.</summary>
    public IEnumerable<double[]> Read(GpmfItem? described)
    {
        if (Type != '?')
        {
            int width = Width(Type);
            return Read(new string(Type, width == 0 ? 0 : RowSize / width));
        }

        return described is { } description ? Read(WrittenOut(description.Text)) : [];
    }

    private static string WrittenOut(string types)
    {
        var text = new StringBuilder();
        for (int i = 0; i < types.Length && text.Length < 256; i++)
        {
            int end = types[i] == '[' ? types.IndexOf(']', i) : -1;
            if (end > i && text.Length > 0 && int.TryParse(types.AsSpan(i + 1, end - i - 1), out int count) && count is > 0 and <= 255)
            {
                text.Append(text[^1], count - 1);
                i = end;
            }
            else
            {
                text.Append(types[i]);
            }
        }

        return text.ToString();
    }

    private static int Width(char type) => type switch
    {
        'b' or 'B' or 'c' => 1,
        's' or 'S' => 2,
        'l' or 'L' or 'f' or 'q' or 'F' => 4,
        'j' or 'J' or 'd' or 'Q' => 8,
        _ => 0,
    };

    private static double Number(char type, ReadOnlySpan<byte> bytes) => type switch
    {
        'b' => (sbyte)bytes[0],
        'B' or 'c' => bytes[0],
        's' => BinaryPrimitives.ReadInt16BigEndian(bytes),
        'S' => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        'l' => BinaryPrimitives.ReadInt32BigEndian(bytes),
        'L' or 'F' => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        'f' => BinaryPrimitives.ReadSingleBigEndian(bytes),
        'q' => BinaryPrimitives.ReadInt32BigEndian(bytes) / 65_536.0,
        'j' => BinaryPrimitives.ReadInt64BigEndian(bytes),
        'J' => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        'd' => BinaryPrimitives.ReadDoubleBigEndian(bytes),
        'Q' => BinaryPrimitives.ReadInt64BigEndian(bytes) / 4_294_967_296.0,
        _ => double.NaN,
    };
}
