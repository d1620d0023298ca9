namespace PixelShap.Video.Publishing.Exports.Mcap;

/// <summary>CRC-32 as zlib and MCAP use it: polynomial 0x04C11DB7, bits reversed, all ones at the start and flipped at the end.</summary>
internal struct Crc32()
{
    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(value => Entry((uint)value))];

    private uint _state = uint.MaxValue;

    public readonly uint Value => ~_state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint state = _state;
        foreach (byte value in bytes)
        {
            state = (state >> 8) ^ s_table[(byte)(state ^ value)];
        }

        _state = state;
    }

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = new Crc32();
        crc.Append(bytes);
        return crc.Value;
    }

    private static uint Entry(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320u : value >> 1;
        }

        return value;
    }
}
