using System.Buffers.Binary;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Nut;

/// <summary>Reads the numbers of a NUT packet one after another. Past the end, <see cref="Ended"/> is set and zeros come.</summary>
internal ref struct NutCursor(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Whether a number reached past the end.</summary>
    public bool Ended { get; private set; }

    public byte Byte()
    {
        if (Position < _bytes.Length)
        {
            return _bytes[Position++];
        }

        Ended = true;
        return 0;
    }

    /// <summary>An unsigned number: seven bits a byte, the most significant first, the top bit set on all but the last byte.</summary>
    public ulong Unsigned()
    {
        ulong value = 0;
        for (int count = 0; count < 10; count++)
        {
            byte next = Byte();
            value = (value << 7) | (next & 0x7Fu);
            if ((next & 0x80) == 0)
            {
                return value;
            }
        }

        throw new NutFormatException("A number in the NUT stream is longer than 10 bytes.");
    }

    /// <summary>An unsigned number that has to fit.</summary>
    public int Integer(int most = int.MaxValue)
    {
        ulong value = Unsigned();
        return value <= (ulong)most ? (int)value : throw new NutFormatException($"A number in the NUT stream is {value}, above {most}.");
    }

    /// <summary>A signed number: 0, 1, −1, 2, −2 … are coded as 0, 1, 2, 3, 4 …</summary>
    public long Signed()
    {
        ulong value = Unsigned() + 1;
        return (value & 1) != 0 ? -(long)(value >> 1) : (long)(value >> 1);
    }

    /// <summary>A string of bytes with its length in front.</summary>
    public ReadOnlySpan<byte> String()
    {
        int length = Integer();
        if (length > _bytes.Length - Position)
        {
            Ended = true;
            return default;
        }

        ReadOnlySpan<byte> text = _bytes.Slice(Position, length);
        Position += length;
        return text;
    }

    public uint UInt32()
    {
        if (_bytes.Length - Position < 4)
        {
            Ended = true;
            Position = _bytes.Length;
            return 0;
        }

        uint value = BinaryPrimitives.ReadUInt32BigEndian(_bytes[Position..]);
        Position += 4;
        return value;
    }
}

/// <summary>The conversion of times that the specification calls <c>convert_ts</c>.</summary>
internal static class NutTime
{
    /// <summary>Rounds down, unlike <see cref="MediaTime.Rescale"/>.</summary>
    public static long Convert(long ticks, Rational from, Rational to) =>
        (long)((Int128)ticks * from.Numerator * to.Denominator / ((Int128)from.Denominator * to.Numerator));
}
