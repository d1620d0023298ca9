using System.Buffers.Binary;
using System.Text;

namespace PixelShap.Video.Publishing.Cases;

/// <summary>A piece of a case's ZIP file.</summary>
/// <param name="Name">The entry that it belongs to; empty for the end of the archive.</param>
/// <param name="What">What it is, for people.</param>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Expected">What must stand there; null for the content of an entry.</param>
internal sealed record CasePiece(string Name, string What, long Offset, long Length, byte[]? Expected);

/// <summary>What the ZIP file must say of an entry.</summary>
/// <param name="Path">Its name, with slashes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Crc">CRC-32 of its content.</param>
internal readonly record struct CaseHead(string Path, long Bytes, uint Crc);

/// <summary>
/// The one way in which the ZIP file of a case may be written: entries stored one behind the other, no dates, no extra fields, no comment. So each byte of the file is known from the manifest,
/// and none can be changed unseen. See docs/decisions/0110-cases-are-signed-byte-for-byte.md.
/// </summary>
internal static class CaseLayout
{
    /// <summary>The bytes of a local header before the name.</summary>
    internal const int HeaderBytes = 30;

    /// <summary>The most bytes of a case: larger files would need other headers.</summary>
    internal const long MostBytes = uint.MaxValue - (64L << 20);

    /// <summary>The most entries of a case.</summary>
    internal const int MostEntries = 60_000;

    // Version 2.0, names in UTF-8, stored, 1980-01-01 00:00.
    private const ushort Version = 20, Utf8 = 1 << 11, Stored = 0, Time = 0, Date = 33;

    /// <summary>Every piece of the file, in order, without a gap.</summary>
    internal static IEnumerable<CasePiece> Pieces(IReadOnlyList<CaseHead> entries)
    {
        long offset = 0;
        var offsets = new long[entries.Count];
        for (int i = 0; i < entries.Count; i++)
        {
            CaseHead entry = entries[i];
            offsets[i] = offset;
            byte[] header = Header(entry, null);
            yield return new CasePiece(entry.Path, "zip header", offset, header.Length, header);
            offset += header.Length;
            yield return new CasePiece(entry.Path, "content", offset, entry.Bytes, null);
            offset += entry.Bytes;
        }

        long directory = offset;
        for (int i = 0; i < entries.Count; i++)
        {
            byte[] header = Header(entries[i], offsets[i]);
            yield return new CasePiece(entries[i].Path, "entry in the zip directory", offset, header.Length, header);
            offset += header.Length;
        }

        byte[] end = End(entries.Count, offset - directory, directory);
        yield return new CasePiece("", "end of the archive", offset, end.Length, end);
    }

    /// <summary>A local header, or with an offset the entry in the central directory (APPNOTE.TXT 4.3.7 and 4.3.12).</summary>
    private static byte[] Header(CaseHead entry, long? offset)
    {
        byte[] name = Encoding.UTF8.GetBytes(entry.Path);
        var header = new MemoryStream();
        using (var writer = new BinaryWriter(header, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(offset is null ? 0x04034b50u : 0x02014b50u);
            if (offset is not null)
            {
                writer.Write(Version);
            }

            writer.Write(Version);
            writer.Write(Utf8);
            writer.Write(Stored);
            writer.Write(Time);
            writer.Write(Date);
            writer.Write(entry.Crc);
            writer.Write((uint)entry.Bytes);
            writer.Write((uint)entry.Bytes);
            writer.Write((ushort)name.Length);
            writer.Write((ushort)0);
            if (offset is { } at)
            {
                // No comment, disk 0, no attributes.
                writer.Write(new byte[2 + 2 + 2 + 4]);
                writer.Write((uint)at);
            }

            writer.Write(name);
        }

        return header.ToArray();
    }

    private static byte[] End(int count, long size, long offset)
    {
        var end = new byte[22];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)size);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)offset);
        return end;
    }
}
