using System.Numerics;
using System.Runtime.InteropServices;

namespace PixelShap.Video.Runs.Journal;

/// <summary>
/// The file around the records: the magic number <c>PSJ1</c>, then for each record its length and its CRC-32C, both 32 bits little-endian,
/// and the record in MessagePack.
/// </summary>
internal static class JournalFormat
{
    public const int RecordHeaderLength = 8;
    public const int LargestRecord = 256 << 20;

    public static ReadOnlySpan<byte> Magic => "PSJ1"u8;

    /// <summary>CRC-32C (Castagnoli) of <paramref name="bytes"/>.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (byte value in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
