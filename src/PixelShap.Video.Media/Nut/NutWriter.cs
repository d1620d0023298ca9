using System.Buffers.Binary;

namespace PixelShap.Video.Media.Nut;

/// <summary>Writes a NUT stream with one raw video stream for ffmpeg to read. Pixels go to the stream without a copy.</summary>
internal sealed class NutWriter(Stream stream, NutVideoStream video)
{
    // A frame larger than twice this carries a checksum of its header, and every frame written here does.
    private const int MaxDistance = 32768;
    private const int PtsShift = 7;
    private const byte FrameCode = 1;
    private readonly List<byte> _bytes = [];
    private long _position;
    private long _lastSyncPoint = -1;

    /// <summary>Writes the headers.</summary>
    public async ValueTask WriteHeadersAsync(CancellationToken cancellationToken)
    {
        _bytes.AddRange(NutFormat.FileId);
        WritePacket(NutFormat.MainHeader, MainHeader());
        WritePacket(NutFormat.StreamHeader, StreamHeader());
        await FlushAsync(cancellationToken);
    }

    /// <summary>Writes a frame.</summary>
    /// <param name="pts">In ticks of the stream's time base, 0 or more, ascending.</param>
    /// <param name="pixels">The rows without padding.</param>
    /// <param name="cancellationToken">Stops the writing; the stream is broken then.</param>
    public async ValueTask WriteFrameAsync(long pts, ReadOnlyMemory<byte> pixels, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pts);
        long back = _lastSyncPoint < 0 ? 0 : (_position - _lastSyncPoint) >> 4;
        _lastSyncPoint = _position;
        List<byte> syncPoint = [];
        AddUnsigned(syncPoint, (ulong)pts);
        AddUnsigned(syncPoint, (ulong)back);
        WritePacket(NutFormat.SyncPoint, syncPoint);

        int start = _bytes.Count;
        _bytes.Add(FrameCode);
        AddUnsigned(_bytes, (ulong)pts + (1UL << PtsShift));
        AddUnsigned(_bytes, (ulong)pixels.Length);
        AddUInt32(_bytes, NutFormat.Checksum(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes)[start..]));
        await FlushAsync(cancellationToken);
        await stream.WriteAsync(pixels, cancellationToken);
        _position += pixels.Length;
    }

    private List<byte> MainHeader()
    {
        List<byte> body = [];
        AddUnsigned(body, 3); // version
        AddUnsigned(body, 1); // stream_count
        AddUnsigned(body, MaxDistance);
        AddUnsigned(body, 1); // time_base_count
        AddUnsigned(body, (ulong)video.TimeBase.Numerator);
        AddUnsigned(body, (ulong)video.TimeBase.Denominator);

        // One frame code says all: code 0 is invalid, so are 2 to 255 ('N' is not counted).
        AddCodes(body, NutFrameFlags.Invalid, 1);
        AddCodes(body, NutFrameFlags.Key | NutFrameFlags.CodedPts | NutFrameFlags.SizeMsb | NutFrameFlags.Checksum, 1);
        AddCodes(body, NutFrameFlags.Invalid, 253);
        AddUnsigned(body, 0); // header_count_minus1
        AddUnsigned(body, 0); // main_flags
        return body;
    }

    private List<byte> StreamHeader()
    {
        List<byte> body = [];
        AddUnsigned(body, 0); // stream_id
        AddUnsigned(body, 0); // stream_class: video
        AddUnsigned(body, 4);
        Span<byte> fourCc = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(fourCc, video.FourCc);
        body.AddRange(fourCc);
        AddUnsigned(body, 0); // time_base_id
        AddUnsigned(body, PtsShift);
        AddUnsigned(body, (ulong)video.TimeBase.Denominator); // max_pts_distance
        AddUnsigned(body, 0); // decode_delay
        AddUnsigned(body, 0); // stream_flags
        AddUnsigned(body, 0); // codec_specific_data
        AddUnsigned(body, (ulong)video.Width);
        AddUnsigned(body, (ulong)video.Height);
        AddUnsigned(body, 1); // sample_width
        AddUnsigned(body, 1); // sample_height
        AddUnsigned(body, 0); // colorspace_type
        return body;
    }

    private static void AddCodes(List<byte> body, NutFrameFlags flags, int count)
    {
        AddUnsigned(body, (ulong)flags);
        AddUnsigned(body, 6); // fields that follow
        AddUnsigned(body, 0); // pts delta
        AddUnsigned(body, 1); // size multiplier
        AddUnsigned(body, 0); // stream
        AddUnsigned(body, 0); // size
        AddUnsigned(body, 0); // reserved
        AddUnsigned(body, (ulong)count);
    }

    private void WritePacket(ulong startCode, List<byte> body)
    {
        Span<byte> code = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(code, startCode);
        _bytes.AddRange(code);
        AddUnsigned(_bytes, (ulong)body.Count + 4);
        _bytes.AddRange(body);
        AddUInt32(_bytes, NutFormat.Checksum(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(body)));
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        byte[] bytes = [.. _bytes];
        _bytes.Clear();
        await stream.WriteAsync(bytes, cancellationToken);
        _position += bytes.Length;
    }

    private static void AddUnsigned(List<byte> bytes, ulong value)
    {
        int shift = 63;
        while (shift > 0 && value >> shift == 0)
        {
            shift -= 7;
        }

        for (; shift > 0; shift -= 7)
        {
            bytes.Add((byte)(0x80 | ((value >> shift) & 0x7F)));
        }

        bytes.Add((byte)(value & 0x7F));
    }

    private static void AddUInt32(List<byte> bytes, uint value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(four, value);
        bytes.AddRange(four);
    }
}
