using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace PixelShap.Video.Publishing.Exports.Mcap;

/// <summary>The kinds of records of MCAP (mcap.dev/spec).</summary>
internal enum McapOpcode : byte
{
    Header = 0x01,
    Footer = 0x02,
    Schema = 0x03,
    Channel = 0x04,
    Message = 0x05,
    Chunk = 0x06,
    MessageIndex = 0x07,
    ChunkIndex = 0x08,
    Statistics = 0x0B,
    SummaryOffset = 0x0E,
    DataEnd = 0x0F,
}

/// <summary>Puts the content of one record together; all numbers are little-endian.</summary>
internal sealed class McapRecord(McapOpcode opcode)
{
    private readonly ArrayBufferWriter<byte> _content = new(64);

    public McapRecord Add(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_content.GetSpan(2), value);
        _content.Advance(2);
        return this;
    }

    public McapRecord Add(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_content.GetSpan(4), value);
        _content.Advance(4);
        return this;
    }

    public McapRecord Add(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_content.GetSpan(8), value);
        _content.Advance(8);
        return this;
    }

    public McapRecord Add(byte value)
    {
        _content.Write([value]);
        return this;
    }

    /// <summary>A text: its length in bytes, then UTF-8.</summary>
    public McapRecord Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Add((uint)bytes.Length).AddRaw(bytes);
    }

    public McapRecord AddRaw(ReadOnlySpan<byte> bytes)
    {
        _content.Write(bytes);
        return this;
    }

    /// <summary>Opcode, length, content.</summary>
    public void WriteTo(IBufferWriter<byte> target)
    {
        Span<byte> head = target.GetSpan(9);
        head[0] = (byte)opcode;
        BinaryPrimitives.WriteUInt64LittleEndian(head[1..], (ulong)_content.WrittenCount);
        target.Advance(9);
        target.Write(_content.WrittenSpan);
    }
}
