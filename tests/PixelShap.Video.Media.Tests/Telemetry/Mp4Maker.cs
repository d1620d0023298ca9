using System.Buffers.Binary;
using System.Text;

namespace PixelShap.Video.Media.Tests.Telemetry;

/// <summary>Writes MP4 files by hand, out of the descriptions of their layouts: synthetic, in place of cameras.</summary>
internal static class Mp4Maker
{
    public static byte[] Box(string type, params byte[][] contents)
    {
        byte[] body = [.. contents.SelectMany(content => content)];
        return [.. BigEndian((uint)(body.Length + 8)), .. Encoding.Latin1.GetBytes(type), .. body];
    }

    public static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Words(params uint[] words) => [.. words.SelectMany(BigEndian)];

    public static byte[] Start { get; } = Box("ftyp", "isom"u8.ToArray(), Words(0x200), "isommp41"u8.ToArray());

    /// <summary>A file with one track of samples that last a second each, on a clock of 1000 ticks.</summary>
    /// <param name="handler">What it holds.</param>
    /// <param name="format">The form of its samples.</param>
    /// <param name="edits">The edit list: duration, start; null for none.</param>
    /// <param name="samples">The samples.</param>
    public static byte[] WithTrack(string handler, string format, (uint Duration, uint Start)[]? edits, params byte[][] samples)
    {
        int data = Start.Length + Moov(0).Length + 8;
        return [.. Start, .. Moov((uint)data), .. Box("mdat", samples)];

        byte[] Moov(uint offset)
        {
            byte[] table = Box(
                "stbl",
                Box("stsd", Words(0, 1), Box(format, Words(0, 1))),
                Box("stts", Words(0, 1, (uint)samples.Length, 1000)),
                Box("stsc", Words(0, 1, 1, (uint)samples.Length, 1)),
                Box("stsz", Words([0, 0, (uint)samples.Length, .. samples.Select(sample => (uint)sample.Length)])),
                Box("stco", Words(0, 1, offset)));
            byte[] media = Box("mdia", Box("mdhd", Words(0, 0, 0, 1000, (uint)samples.Length * 1000, 0)), Box("hdlr", Words(0, 0), Encoding.Latin1.GetBytes(handler), new byte[13]), Box("minf", table));
            byte[] edit = edits is null ? [] : Box("edts", Box("elst", Words([0, (uint)edits.Length, .. edits.SelectMany(item => new[] { item.Duration, item.Start, 0x10000u })])));
            return Box("moov", Header(samples.Length), Box("trak", edit, media));
        }
    }

    /// <summary><c>mvhd</c> of a clip of so many seconds.</summary>
    public static byte[] Header(int seconds) => Box("mvhd", Words(0, 0, 0, 1000, (uint)seconds * 1000), new byte[80]);

    /// <summary>A file with blocks <c>freeGPS </c> among its data, and the index of them.</summary>
    public static byte[] WithBlocks(bool hasIndex, params byte[][] blocks)
    {
        int data = Start.Length + Moov(0).Length + 8;
        return [.. Start, .. Moov((uint)data), .. Box("mdat", blocks)];

        byte[] Moov(uint offset)
        {
            var entries = new List<uint>();
            foreach (byte[] block in blocks)
            {
                entries.AddRange([offset, (uint)block.Length]);
                offset += (uint)block.Length;
            }

            // The count is larger than the index, as seen.
            return Box("moov", Header(blocks.Length), hasIndex ? Box("gps ", Words([0x101, (uint)blocks.Length + 3, .. entries])) : []);
        }
    }

    /// <summary>A block of 512 bytes that is filled in by its offsets.</summary>
    public static byte[] Block(Action<byte[]> fill, uint length = 0x4c)
    {
        var block = new byte[512];
        BigEndian(512).CopyTo(block, 0);
        "freeGPS "u8.CopyTo(block.AsSpan(4));
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(12), length);
        fill(block);
        return block;
    }

    public static void Put(this byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);

    public static void Put(this byte[] bytes, int at, float value) => BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(at), value);

    public static void Put(this byte[] bytes, int at, double value) => BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(at), value);

    public static void Put(this byte[] bytes, int at, string text) => Encoding.Latin1.GetBytes(text).CopyTo(bytes, at);

    public static void Put(this byte[] bytes, int at, params uint[] words)
    {
        foreach (uint word in words)
        {
            bytes.Put(at, word);
            at += 4;
        }
    }
}
