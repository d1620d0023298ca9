using System.Buffers.Binary;

namespace PixelShap.Video.Media.Probing;

/// <summary>
/// Finds the H.264 pictures in an MP4 file that was cut off before its index was written. Without the index nothing says where pictures begin, but each part of one
/// (NAL unit, ISO/IEC 14496-10) is preceded by its length, and the parts of a picture are told from sound by their headers and by byte patterns that
/// they never hold. Pictures can be decoded only where the camera repeats the parameters (SPS, PPS) among them, as most dashcams do.
/// </summary>
internal static class Mp4Salvage
{
    private const int LongestUnit = 8 << 20, Window = 2 * LongestUnit;
    private static readonly byte[] s_startCode = [0, 0, 0, 1];

    /// <summary>Whether the file is an MP4 that has media data and no index.</summary>
    public static bool IsUnindexed(string path)
    {
        if (!InputFile.LooksLikeMp4(path))
        {
            return false;
        }

        using FileStream file = File.OpenRead(path);
        Span<byte> header = stackalloc byte[16];
        bool hasData = false;
        for (long position = 0; position + 8 <= file.Length;)
        {
            file.Position = position;
            int read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            ReadOnlySpan<byte> kind = header.Slice(4, 4);
            if (kind.SequenceEqual("moov"u8) || kind.SequenceEqual("moof"u8))
            {
                return false;
            }

            hasData |= kind.SequenceEqual("mdat"u8);
            size = size == 1 && read == header.Length ? (long)BinaryPrimitives.ReadUInt64BigEndian(header[8..]) : size == 0 ? file.Length - position : size;
            if (size < 8)
            {
                // A camera that lost power has left a length that it never filled in.
                return hasData;
            }

            position += size;
        }

        return hasData;
    }

    /// <summary>Writes the pictures of a file as a plain H.264 stream.</summary>
    /// <returns>Whether any can be decoded.</returns>
    public static bool Write(string path, Stream output, CancellationToken cancellationToken)
    {
        using FileStream file = File.OpenRead(path);
        var buffer = new byte[Window];
        int start = 0, end = 0;
        bool hasParameters = false, hasPicture = false;
        while (true)
        {
            if (end - start < LongestUnit + 4)
            {
                cancellationToken.ThrowIfCancellationRequested();
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (end, start) = (end - start, 0);
                end += file.ReadAtLeast(buffer.AsSpan(end), buffer.Length - end, throwOnEndOfStream: false);
            }

            ReadOnlySpan<byte> rest = buffer.AsSpan(start, end - start);
            if (rest.Length < 6)
            {
                return hasPicture;
            }

            int length = BinaryPrimitives.ReadInt32BigEndian(rest);
            if (length is < 2 or > LongestUnit || length > rest.Length - 4 || !IsUnit(rest.Slice(4, length)))
            {
                int next = rest[1..].IndexOf((byte)0);
                start += next < 0 ? rest.Length : 1 + next;
                continue;
            }

            int kind = rest[4] & 0x1F;
            hasParameters |= kind == 7;
            if (hasParameters)
            {
                output.Write(s_startCode);
                output.Write(rest.Slice(4, length));
                hasPicture |= kind is 1 or 5;
            }

            start += 4 + length;
        }
    }

    private static bool IsUnit(ReadOnlySpan<byte> unit)
    {
        int kind = unit[0] & 0x1F, importance = unit[0] >> 5;
        bool fits = importance <= 3 && kind switch
        {
            1 => IsSlice(unit),
            5 => importance > 0 && IsSlice(unit),
            6 => importance == 0 && unit.Length < 1 << 16,
            7 => importance > 0 && unit.Length is > 4 and < 256 && unit[1] is 66 or 77 or 88 or 100 or 110 or 122 or 244,
            8 => importance > 0 && unit.Length < 256,
            9 => importance == 0 && unit.Length == 2,
            _ => false,
        };
        return fits && !HoldsStartCode(unit);
    }

    /// <summary>Within a unit two zeros are never followed by 0, 1 or 2: an escape stands between.</summary>
    private static bool HoldsStartCode(ReadOnlySpan<byte> unit)
    {
        for (int at = unit.IndexOf("\0\0"u8); at >= 0 && at + 2 < unit.Length;)
        {
            if (unit[at + 2] <= 2)
            {
                return true;
            }

            int next = unit[(at + 2)..].IndexOf("\0\0"u8);
            at = next < 0 ? -1 : at + 2 + next;
        }

        return false;
    }

    /// <summary>The first numbers of a slice: its first macroblock, its type (0 to 9), its parameters.</summary>
    private static bool IsSlice(ReadOnlySpan<byte> unit)
    {
        int bit = 8;
        return Number(unit, ref bit) is >= 0 and < 140_000 && Number(unit, ref bit) is >= 0 and <= 9 && Number(unit, ref bit) is >= 0 and <= 3;
    }

    /// <summary>An Exp-Golomb number; −1 where there is none.</summary>
    private static int Number(ReadOnlySpan<byte> bytes, ref int bit)
    {
        int zeros = 0;
        while (bit < bytes.Length * 8 && (bytes[bit >> 3] >> (7 - (bit & 7)) & 1) == 0)
        {
            (zeros, bit) = (zeros + 1, bit + 1);
        }

        if (zeros > 20 || bit + zeros >= bytes.Length * 8)
        {
            return -1;
        }

        int value = 0;
        for (int i = 0; i <= zeros; i++, bit++)
        {
            value = (value << 1) | (bytes[bit >> 3] >> (7 - (bit & 7)) & 1);
        }

        return value - 1;
    }
}
