using System.Buffers.Binary;
using System.Text;

namespace PixelShap.Video.Media.Telemetry.Mp4;

/// <summary>
/// The boxes of an MP4 or QuickTime file, as far as they can be followed. FFmpeg hands on no data tracks of unknown kinds and no boxes of makers, so they are read here.
/// Lengths are claims of the file: nothing is read beyond its end, and what makes no sense ends the list it stands in.
/// </summary>
internal sealed class Mp4Tree
{
    private const int MostBoxes = 100_000, MostBytes = 64 << 20;
    private readonly Stream _stream;
    private int _seen;

    private Mp4Tree(Stream stream)
    {
        _stream = stream;
        Top = [.. Boxes(0, stream.Length)];
        Mp4Box? movie = Find(Top, "moov");
        if (movie is not { } moov)
        {
            return;
        }

        Movie = [.. Children(moov)];
        if (Find(Movie, "mvhd") is { } header)
        {
            (uint scale, ulong duration) = Clock(Read(header));
            TimeScale = scale;
            DurationSeconds = scale == 0 || duration is 0 or uint.MaxValue or ulong.MaxValue ? null : (double)duration / scale;
        }

        Tracks = [.. Movie.Where(box => box.Type == "trak").Select(box => Mp4Track.Of(this, box))];
    }

    /// <summary>The boxes of the file.</summary>
    public IReadOnlyList<Mp4Box> Top { get; }

    /// <summary>The boxes within <c>moov</c>.</summary>
    public IReadOnlyList<Mp4Box> Movie { get; } = [];

    /// <summary>The tracks in their order.</summary>
    public IReadOnlyList<Mp4Track> Tracks { get; } = [];

    /// <summary>Ticks a second of the movie's own clock; 0 where it does not say.</summary>
    public uint TimeScale { get; }

    /// <summary>How long the movie says that it is; null where it does not.</summary>
    public double? DurationSeconds { get; }

    /// <summary>The bytes of the file.</summary>
    public long Length => _stream.Length;

    /// <summary>Reads the boxes of a file; null where it does not begin like an MP4 file.</summary>
    /// <param name="stream">The file, seekable. It stays open.</param>
    public static Mp4Tree? Open(Stream stream)
    {
        Span<byte> head = stackalloc byte[8];
        stream.Position = 0;
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length
            && Encoding.Latin1.GetString(head[4..]) is "ftyp" or "moov" or "mdat" or "free" or "wide" or "skip" or "pnot"
                ? new Mp4Tree(stream)
                : null;
    }

    /// <summary>The boxes within a box.</summary>
    /// <param name="box">The box.</param>
    /// <param name="skip">The bytes of its content that stand before them.</param>
    public IEnumerable<Mp4Box> Children(Mp4Box box, int skip = 0) => Boxes(box.Body + skip, box.End);

    /// <summary>The first box of a type; null for none.</summary>
    public static Mp4Box? Find(IEnumerable<Mp4Box> boxes, string type)
    {
        foreach (Mp4Box box in boxes)
        {
            if (box.Type == type)
            {
                return box;
            }
        }

        return null;
    }

    /// <summary>The box at the end of a path of types within another; null for none.</summary>
    public Mp4Box? Find(Mp4Box from, params string[] path)
    {
        Mp4Box? at = from;
        foreach (string type in path)
        {
            at = at is { } box ? Find(Children(box), type) : null;
        }

        return at;
    }

    /// <summary>The content of a box, at most 64 MiB of it.</summary>
    public byte[] Read(Mp4Box box) => Read(box.Body, box.Length);

    /// <summary>Bytes of the file; fewer where it ends before.</summary>
    public byte[] Read(long offset, long count)
    {
        if (offset < 0 || offset >= Length || count <= 0)
        {
            return [];
        }

        var bytes = new byte[(int)Math.Min(Math.Min(count, Length - offset), MostBytes)];
        _stream.Position = offset;
        int read = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>Ticks a second and duration of a header of the form of <c>mvhd</c> and <c>mdhd</c>; zeros where it is too short.</summary>
    public static (uint Scale, ulong Duration) Clock(ReadOnlySpan<byte> body) => body switch
    {
        [1, ..] when body.Length >= 32 => (BinaryPrimitives.ReadUInt32BigEndian(body[20..]), BinaryPrimitives.ReadUInt64BigEndian(body[24..])),
        [0, ..] when body.Length >= 20 => (BinaryPrimitives.ReadUInt32BigEndian(body[12..]), BinaryPrimitives.ReadUInt32BigEndian(body[16..])),
        _ => (0, 0),
    };

    private IEnumerable<Mp4Box> Boxes(long from, long to)
    {
        var header = new byte[16];
        for (long at = from; at + 8 <= to && _seen < MostBoxes; _seen++)
        {
            _stream.Position = at;
            int read = _stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            if (read < 8)
            {
                yield break;
            }

            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            bool isLong = size == 1 && read == header.Length;
            size = isLong ? (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(8)), long.MaxValue) : size == 0 ? to - at : size;
            long body = at + (isLong ? 16 : 8);
            if (size < body - at)
            {
                yield break;
            }

            long end = size > to - at ? to : at + size;
            yield return new Mp4Box(Encoding.Latin1.GetString(header, 4, 4), at, body, end);
            at = end;
        }
    }
}
