using System.Buffers.Binary;

namespace PixelShap.Video.Media.Writing;

/// <summary>Looks at the boxes of an MP4 file (ISO/IEC 14496-12, section 4.2).</summary>
internal static class Mp4File
{
    private const int HeaderLength = 8, LongHeaderLength = 16;

    private static ReadOnlySpan<byte> Index => "moov"u8;

    /// <summary>Whether the boxes fill the file to its last byte and the index is among them: a file whose writing was cut off has none.</summary>
    public static bool IsWhole(string path)
    {
        using FileStream file = File.OpenRead(path);
        bool hasIndex = false;
        Span<byte> header = stackalloc byte[LongHeaderLength];
        long at = 0;
        while (at + HeaderLength <= file.Length)
        {
            file.Position = at;
            int read = file.ReadAtLeast(header, LongHeaderLength, throwOnEndOfStream: false);
            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            hasIndex |= header.Slice(4, 4).SequenceEqual(Index);
            if (size == 1 && read == LongHeaderLength)
            {
                size = BinaryPrimitives.ReadInt64BigEndian(header[HeaderLength..]);
            }

            if (size < HeaderLength || size > file.Length - at)
            {
                return false;
            }

            at += size;
        }

        return hasIndex && at == file.Length;
    }
}
