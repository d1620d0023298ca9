using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace PixelShap.Video.MessagePack;

/// <summary>
/// Writes MessagePack to a buffer. Stands in for the package MessagePack-CSharp and carries its names, so that the package can take
/// its place (docs/decisions/0003-message-pack.md). Always writes the shortest form.
/// </summary>
public readonly ref struct MessagePackWriter
{
    private readonly IBufferWriter<byte> _buffer;

    /// <summary>Writes to the end of <paramref name="buffer"/>.</summary>
    public MessagePackWriter(IBufferWriter<byte> buffer) => _buffer = buffer;

    /// <summary>Starts an array of <paramref name="count"/> objects.</summary>
    public void WriteArrayHeader(int count) => WriteHeader(count, fix: 0x90, fixLimit: 15, code16: 0xdc);

    /// <summary>Starts a map of <paramref name="count"/> pairs of key and value.</summary>
    public void WriteMapHeader(int count) => WriteHeader(count, fix: 0x80, fixLimit: 15, code16: 0xde);

    /// <summary>Writes nil.</summary>
    public void WriteNil() => WriteByte(0xc0);

    /// <summary>Writes a truth value.</summary>
    public void Write(bool value) => WriteByte(value ? (byte)0xc3 : (byte)0xc2);

    /// <summary>Writes an integer.</summary>
    public void Write(long value)
    {
        if (value >= 0)
        {
            Write((ulong)value);
            return;
        }

        switch (value)
        {
            case >= -32:
                WriteByte((byte)value);
                break;
            case >= sbyte.MinValue:
                WriteByte(0xd0);
                WriteByte((byte)value);
                break;
            case >= short.MinValue:
                BinaryPrimitives.WriteInt16BigEndian(Code(0xd1, 2), (short)value);
                _buffer.Advance(3);
                break;
            case >= int.MinValue:
                BinaryPrimitives.WriteInt32BigEndian(Code(0xd2, 4), (int)value);
                _buffer.Advance(5);
                break;
            default:
                BinaryPrimitives.WriteInt64BigEndian(Code(0xd3, 8), value);
                _buffer.Advance(9);
                break;
        }
    }

    /// <summary>Writes an integer.</summary>
    public void Write(ulong value)
    {
        switch (value)
        {
            case <= 127:
                WriteByte((byte)value);
                break;
            case <= byte.MaxValue:
                WriteByte(0xcc);
                WriteByte((byte)value);
                break;
            case <= ushort.MaxValue:
                BinaryPrimitives.WriteUInt16BigEndian(Code(0xcd, 2), (ushort)value);
                _buffer.Advance(3);
                break;
            case <= uint.MaxValue:
                BinaryPrimitives.WriteUInt32BigEndian(Code(0xce, 4), (uint)value);
                _buffer.Advance(5);
                break;
            default:
                BinaryPrimitives.WriteUInt64BigEndian(Code(0xcf, 8), value);
                _buffer.Advance(9);
                break;
        }
    }

    /// <summary>Writes a number of 32 bits.</summary>
    public void Write(float value)
    {
        BinaryPrimitives.WriteSingleBigEndian(Code(0xca, 4), value);
        _buffer.Advance(5);
    }

    /// <summary>Writes a number of 64 bits.</summary>
    public void Write(double value)
    {
        BinaryPrimitives.WriteDoubleBigEndian(Code(0xcb, 8), value);
        _buffer.Advance(9);
    }

    /// <summary>Writes a text as UTF-8, or nil.</summary>
    public void Write(string? value)
    {
        if (value is null)
        {
            WriteNil();
            return;
        }

        int length = Encoding.UTF8.GetByteCount(value);
        switch (length)
        {
            case <= 31:
                WriteByte((byte)(0xa0 | length));
                break;
            case <= byte.MaxValue:
                WriteByte(0xd9);
                WriteByte((byte)length);
                break;
            case <= ushort.MaxValue:
                BinaryPrimitives.WriteUInt16BigEndian(Code(0xda, 2), (ushort)length);
                _buffer.Advance(3);
                break;
            default:
                BinaryPrimitives.WriteUInt32BigEndian(Code(0xdb, 4), (uint)length);
                _buffer.Advance(5);
                break;
        }

        Encoding.UTF8.GetBytes(value, _buffer);
    }

    /// <summary>Writes bytes.</summary>
    public void Write(ReadOnlySpan<byte> value)
    {
        switch (value.Length)
        {
            case <= byte.MaxValue:
                WriteByte(0xc4);
                WriteByte((byte)value.Length);
                break;
            case <= ushort.MaxValue:
                BinaryPrimitives.WriteUInt16BigEndian(Code(0xc5, 2), (ushort)value.Length);
                _buffer.Advance(3);
                break;
            default:
                BinaryPrimitives.WriteUInt32BigEndian(Code(0xc6, 4), (uint)value.Length);
                _buffer.Advance(5);
                break;
        }

        _buffer.Write(value);
    }

    private void WriteHeader(int count, byte fix, int fixLimit, byte code16)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count <= fixLimit)
        {
            WriteByte((byte)(fix | count));
        }
        else if (count <= ushort.MaxValue)
        {
            BinaryPrimitives.WriteUInt16BigEndian(Code(code16, 2), (ushort)count);
            _buffer.Advance(3);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(Code((byte)(code16 + 1), 4), (uint)count);
            _buffer.Advance(5);
        }
    }

    private void WriteByte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    private Span<byte> Code(byte code, int length)
    {
        Span<byte> span = _buffer.GetSpan(1 + length);
        span[0] = code;
        return span[1..];
    }
}
