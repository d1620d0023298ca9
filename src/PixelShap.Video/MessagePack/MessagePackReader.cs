using System.Buffers.Binary;
using System.Text;

namespace PixelShap.Video.MessagePack;

/// <summary>
/// Reads MessagePack from memory. Stands in for the package MessagePack-CSharp and carries its names
/// (docs/decisions/0003-message-pack.md). Never reads past the end, whatever the bytes say.
/// </summary>
public ref struct MessagePackReader
{
    private const int MaxDepth = 64;
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Reads from the start of <paramref name="bytes"/>.</summary>
    public MessagePackReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The number of bytes read so far.</summary>
    public int Consumed { get; private set; }

    /// <summary>Whether all bytes have been read.</summary>
    public readonly bool End => Consumed == _bytes.Length;

    /// <summary>Reads nil if it comes next.</summary>
    public bool TryReadNil()
    {
        if (Peek() != 0xc0)
        {
            return false;
        }

        Consumed++;
        return true;
    }

    /// <summary>Reads the start of an array and returns the number of its objects.</summary>
    /// <exception cref="InvalidDataException">Something else comes next, or the bytes end.</exception>
    public int ReadArrayHeader() => ReadHeader(fix: 0x90, code16: 0xdc, "an array", bytesPerItem: 1);

    /// <summary>Reads the start of a map and returns the number of its pairs.</summary>
    /// <exception cref="InvalidDataException">Something else comes next, or the bytes end.</exception>
    public int ReadMapHeader() => ReadHeader(fix: 0x80, code16: 0xde, "a map", bytesPerItem: 2);

    /// <summary>Reads a truth value.</summary>
    /// <exception cref="InvalidDataException">Something else comes next, or the bytes end.</exception>
    public bool ReadBoolean() => Next() switch
    {
        0xc2 => false,
        0xc3 => true,
        byte code => throw Unexpected(code, "a truth value"),
    };

    /// <summary>Reads an integer.</summary>
    /// <exception cref="InvalidDataException">Something else comes next, the integer is too large, or the bytes end.</exception>
    public long ReadInt64()
    {
        byte code = Next();
        switch (code)
        {
            case <= 0x7f:
                return code;
            case >= 0xe0:
                return (sbyte)code;
            case 0xcc:
                return Take(1)[0];
            case 0xcd:
                return BinaryPrimitives.ReadUInt16BigEndian(Take(2));
            case 0xce:
                return BinaryPrimitives.ReadUInt32BigEndian(Take(4));
            case 0xcf:
                ulong value = BinaryPrimitives.ReadUInt64BigEndian(Take(8));
                return value <= long.MaxValue ? (long)value : throw new InvalidDataException($"The integer {value} is too large.");
            case 0xd0:
                return (sbyte)Take(1)[0];
            case 0xd1:
                return BinaryPrimitives.ReadInt16BigEndian(Take(2));
            case 0xd2:
                return BinaryPrimitives.ReadInt32BigEndian(Take(4));
            case 0xd3:
                return BinaryPrimitives.ReadInt64BigEndian(Take(8));
            default:
                throw Unexpected(code, "an integer");
        }
    }

    /// <summary>Reads an integer that fits 32 bits.</summary>
    /// <exception cref="InvalidDataException">Something else comes next, the integer is too large, or the bytes end.</exception>
    public int ReadInt32()
    {
        long value = ReadInt64();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw new InvalidDataException($"The integer {value} is too large.");
    }

    /// <summary>Reads an unsigned integer.</summary>
    /// <exception cref="InvalidDataException">Something else comes next, the integer is negative, or the bytes end.</exception>
    public ulong ReadUInt64()
    {
        if (Peek() == 0xcf)
        {
            Consumed++;
            return BinaryPrimitives.ReadUInt64BigEndian(Take(8));
        }

        long value = ReadInt64();
        return value >= 0 ? (ulong)value : throw new InvalidDataException($"The integer {value} is negative.");
    }

    /// <summary>Reads a number: floating point of 32 or 64 bits, or an integer.</summary>
    /// <exception cref="InvalidDataException">Something else comes next, or the bytes end.</exception>
    public double ReadDouble()
    {
        switch (Peek())
        {
            case 0xca:
                Consumed++;
                return BinaryPrimitives.ReadSingleBigEndian(Take(4));
            case 0xcb:
                Consumed++;
                return BinaryPrimitives.ReadDoubleBigEndian(Take(8));
            default:
                return ReadInt64();
        }
    }

    /// <summary>Reads a number of 32 bits.</summary>
    /// <exception cref="InvalidDataException">Something else comes next, or the bytes end.</exception>
    public float ReadSingle() => (float)ReadDouble();

    /// <summary>Reads a text, or null for nil.</summary>
    /// <exception cref="InvalidDataException">Something else comes next, or the bytes end.</exception>
    public string? ReadString()
    {
        byte code = Next();
        int length = code switch
        {
            0xc0 => -1,
            >= 0xa0 and <= 0xbf => code & 0x1f,
            0xd9 => Take(1)[0],
            0xda => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xdb => Length(BinaryPrimitives.ReadUInt32BigEndian(Take(4))),
            _ => throw Unexpected(code, "a text"),
        };
        return length < 0 ? null : Encoding.UTF8.GetString(Take(length));
    }

    /// <summary>Reads bytes; the span lies in the memory given to the reader.</summary>
    /// <exception cref="InvalidDataException">Something else comes next, or the bytes end.</exception>
    public ReadOnlySpan<byte> ReadBytes()
    {
        byte code = Next();
        return Take(code switch
        {
            0xc4 => Take(1)[0],
            0xc5 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xc6 => Length(BinaryPrimitives.ReadUInt32BigEndian(Take(4))),
            _ => throw Unexpected(code, "bytes"),
        });
    }

    /// <summary>Passes over the next object, whatever it is.</summary>
    /// <exception cref="InvalidDataException">The bytes end, are no MessagePack, or nest deeper than 64 levels.</exception>
    public void Skip() => Skip(0);

    private void Skip(int depth)
    {
        if (depth > MaxDepth)
        {
            throw new InvalidDataException($"The objects nest deeper than {MaxDepth} levels.");
        }

        byte code = Peek();
        if (code is (>= 0x90 and <= 0x9f) or 0xdc or 0xdd)
        {
            for (int count = ReadArrayHeader(); count > 0; count--)
            {
                Skip(depth + 1);
            }
        }
        else if (code is (>= 0x80 and <= 0x8f) or 0xde or 0xdf)
        {
            for (int count = 2 * ReadMapHeader(); count > 0; count--)
            {
                Skip(depth + 1);
            }
        }
        else if (code is (>= 0xa0 and <= 0xbf) or 0xd9 or 0xda or 0xdb)
        {
            _ = ReadString();
        }
        else if (code is 0xc4 or 0xc5 or 0xc6)
        {
            ReadBytes();
        }
        else
        {
            Consumed++;
            _ = Take(code switch
            {
                <= 0x7f or >= 0xe0 or 0xc0 or 0xc2 or 0xc3 => 0,
                0xcc or 0xd0 => 1,
                0xcd or 0xd1 or 0xd4 => 2,
                0xd5 => 3,
                0xca or 0xce or 0xd2 => 4,
                0xd6 => 5,
                0xcb or 0xcf or 0xd3 => 8,
                0xd7 => 9,
                0xd8 => 17,
                0xc7 => 1 + Take(1)[0],
                0xc8 => 1 + BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
                0xc9 => 1 + Length(BinaryPrimitives.ReadUInt32BigEndian(Take(4))),
                _ => throw Unexpected(code, "an object"),
            });
        }
    }

    private int ReadHeader(byte fix, byte code16, string what, int bytesPerItem)
    {
        byte code = Next();
        int count = (code & 0xf0) == fix ? code & 0x0f
            : code == code16 ? BinaryPrimitives.ReadUInt16BigEndian(Take(2))
            : code == code16 + 1 ? Length(BinaryPrimitives.ReadUInt32BigEndian(Take(4)))
            : throw Unexpected(code, what);

        // A count that the remaining bytes cannot hold would make callers allocate for a lie.
        return (long)count * bytesPerItem <= _bytes.Length - Consumed
            ? count
            : throw new InvalidDataException($"{what} of {count} items is longer than the {_bytes.Length - Consumed} bytes left.");
    }

    private readonly byte Peek() => Consumed < _bytes.Length ? _bytes[Consumed] : throw Truncated();

    private byte Next()
    {
        byte code = Peek();
        Consumed++;
        return code;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _bytes.Length - Consumed)
        {
            throw Truncated();
        }

        ReadOnlySpan<byte> span = _bytes.Slice(Consumed, length);
        Consumed += length;
        return span;
    }

    private static int Length(uint length) => length <= int.MaxValue ? (int)length : throw Truncated();

    private static InvalidDataException Truncated() => new("The MessagePack data end too early.");

    private static InvalidDataException Unexpected(byte code, string expected) => new($"Expected {expected} but found MessagePack code 0x{code:x2}.");
}
