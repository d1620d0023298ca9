using System.Buffers.Binary;
using System.Text;

namespace PixelShap.Video.Media.Telemetry.FreeGps;

/// <summary>A block <c>freeGPS </c>, padded with zeros so that every offset of a layout lies within. Offsets count from its word of size; numbers are little-endian.</summary>
internal readonly struct FreeGpsBlock
{
    /// <summary>No layout reaches further.</summary>
    public const int Size = 1040;

    private readonly byte[] _bytes;

    public FreeGpsBlock(ReadOnlySpan<byte> bytes)
    {
        _bytes = new byte[Size];
        bytes[..Math.Min(bytes.Length, Size)].CopyTo(_bytes);
    }

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The bytes as text, one character each.</summary>
    public string Text => Encoding.Latin1.GetString(_bytes);

    public uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at));

    public int I32(int at) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at));

    public ushort U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(at));

    public float F32(int at) => BinaryPrimitives.ReadSingleLittleEndian(_bytes.AsSpan(at));

    public double F64(int at) => BinaryPrimitives.ReadDoubleLittleEndian(_bytes.AsSpan(at));

    public char Char(int at) => (char)_bytes[at];

    /// <summary>Whether a receiver's status and the letters of the hemispheres stand at these places.</summary>
    public bool HasLetters(int status, int northSouth, int eastWest) => Char(status) == 'A' && Char(northSouth) is 'N' or 'S' && Char(status) == 'A' && Char(eastWest) is 'E' or 'W';

    /// <summary>Whether some bytes are all zero.</summary>
    public bool IsZero(int at, int count) => _bytes.AsSpan(at, count).IndexOfAnyExcept((byte)0) < 0;

    /// <summary>Whether an ASCII text stands at a place.</summary>
    public bool Has(int at, string text) => Encoding.Latin1.GetString(_bytes, at, text.Length) == text;
}
