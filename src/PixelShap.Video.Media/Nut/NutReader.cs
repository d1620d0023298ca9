using System.Buffers.Binary;

namespace PixelShap.Video.Media.Nut;

/// <summary>
/// Reads a NUT stream with one raw video stream, as ffmpeg writes it to a pipe. Only headers pass through a buffer; pixels are
/// read straight into the caller's memory.
/// </summary>
internal sealed class NutReader(Stream stream)
{
    private const int LongestHeaderPacket = 1 << 20;
    private readonly NutHeaders _headers = new();
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;
    private long _lastPts;
    private ReadOnlyMemory<byte> _elided;

    /// <summary>Reads the headers.</summary>
    /// <returns>The video stream; null when the stream ended before them.</returns>
    /// <exception cref="NutFormatException">This is not a NUT stream with one video stream.</exception>
    public async ValueTask<NutVideoStream?> ReadHeadersAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(NutFormat.FileId.Length, cancellationToken))
        {
            return null;
        }

        if (!Available.StartsWith(NutFormat.FileId))
        {
            throw new NutFormatException("The stream does not begin as NUT does.");
        }

        _start += NutFormat.FileId.Length;
        while (_headers.Stream is null)
        {
            if (!await ReadPacketAsync(cancellationToken))
            {
                return null;
            }
        }

        return _headers.Stream;
    }

    /// <summary>Reads up to the next frame's pixels, which <see cref="ReadPixelsAsync"/> then takes.</summary>
    /// <returns>The frame's time and size; null at the end of the stream, also when it breaks off within a header.</returns>
    public async ValueTask<NutFrameHeader?> ReadFrameHeaderAsync(CancellationToken cancellationToken)
    {
        while (await FillAsync(1, cancellationToken))
        {
            if (_buffer[_start] == NutFormat.StartCodeByte)
            {
                if (!await ReadPacketAsync(cancellationToken))
                {
                    return null;
                }

                continue;
            }

            NutFrameHeader header;
            while (!TryParseFrameHeader(out header))
            {
                if (!await FillAsync(_end - _start + 1, cancellationToken))
                {
                    return null;
                }
            }

            return header;
        }

        return null;
    }

    /// <summary>Reads a frame's pixels.</summary>
    /// <returns>False when the stream broke off within them.</returns>
    public async ValueTask<bool> ReadPixelsAsync(Memory<byte> pixels, CancellationToken cancellationToken)
    {
        _elided.CopyTo(pixels);
        pixels = pixels[_elided.Length..];
        int buffered = Math.Min(pixels.Length, _end - _start);
        _buffer.AsMemory(_start, buffered).CopyTo(pixels);
        _start += buffered;
        pixels = pixels[buffered..];
        return await stream.ReadAtLeastAsync(pixels, pixels.Length, throwOnEndOfStream: false, cancellationToken) == pixels.Length;
    }

    private ReadOnlySpan<byte> Available => _buffer.AsSpan(_start, _end - _start);

    private bool TryParseFrameHeader(out NutFrameHeader header)
    {
        header = default;
        var cursor = new NutCursor(Available);
        NutFrameCode code = _headers.Code(cursor.Byte());
        NutFrameFlags flags = code.Flags;
        if (flags.HasFlag(NutFrameFlags.Coded))
        {
            flags ^= (NutFrameFlags)cursor.Integer();
        }

        if (flags.HasFlag(NutFrameFlags.Invalid))
        {
            throw new NutFormatException("The NUT stream holds a frame code that it declared invalid.");
        }

        int streamId = flags.HasFlag(NutFrameFlags.StreamId) ? cursor.Integer() : code.StreamId;
        long pts = flags.HasFlag(NutFrameFlags.CodedPts) ? _headers.Pts((long)cursor.Unsigned(), _lastPts) : _lastPts + code.PtsDelta;
        long size = code.SizeLsb + (flags.HasFlag(NutFrameFlags.SizeMsb) ? (long)code.SizeMultiplier * cursor.Integer() : 0);
        if (flags.HasFlag(NutFrameFlags.MatchTime))
        {
            cursor.Signed();
        }

        int elision = flags.HasFlag(NutFrameFlags.HeaderIndex) ? cursor.Integer() : code.HeaderIndex;
        int reserved = flags.HasFlag(NutFrameFlags.Reserved) ? cursor.Integer(255) : code.ReservedCount;
        for (; reserved > 0; reserved--)
        {
            cursor.Unsigned();
        }

        int checkedBytes = cursor.Position;
        if (flags.HasFlag(NutFrameFlags.Checksum))
        {
            uint checksum = cursor.UInt32();
            if (!cursor.Ended && checksum != NutFormat.Checksum(Available[..checkedBytes]))
            {
                throw new NutFormatException("The checksum of a frame header in the NUT stream is wrong.");
            }
        }

        if (cursor.Ended)
        {
            return false;
        }

        if (streamId != 0 || flags.HasFlag(NutFrameFlags.SideData) || size is < 0 or > int.MaxValue)
        {
            throw new NutFormatException("The NUT stream holds a frame that is not plain raw video.");
        }

        _elided = size > NutFormat.LongPacket ? default : _headers.ElisionHeader(elision);
        _lastPts = pts;
        _start += cursor.Position;
        header = new NutFrameHeader(pts, (int)size);
        return true;
    }

    private async ValueTask<bool> ReadPacketAsync(CancellationToken cancellationToken)
    {
        // Start code and length; the length of a long packet is followed by a checksum.
        if (!await FillAsync(8 + 1, cancellationToken))
        {
            return false;
        }

        int headerLength, bodyLength;
        while (!TryParsePacketHeader(out headerLength, out bodyLength))
        {
            if (!await FillAsync(_end - _start + 1, cancellationToken))
            {
                return false;
            }
        }

        if (!await FillAsync(headerLength + bodyLength, cancellationToken))
        {
            return false;
        }

        ReadOnlySpan<byte> packet = Available[headerLength..(headerLength + bodyLength)];

        // The checksum at the end makes the checksum of the whole zero.
        if (bodyLength < 4 || NutFormat.Checksum(packet) != 0)
        {
            throw new NutFormatException("The checksum of a packet in the NUT stream is wrong.");
        }

        switch (BinaryPrimitives.ReadUInt64BigEndian(Available))
        {
            case NutFormat.MainHeader when _headers.Stream is null:
                _headers.ReadMain(packet[..^4]);
                break;
            case NutFormat.StreamHeader when _headers.Stream is null:
                _headers.ReadStream(packet[..^4]);
                break;
            case NutFormat.SyncPoint when _headers.Stream is not null:
                _lastPts = _headers.ReadSyncPoint(packet[..^4]);
                break;
            default:
                // Repeated headers, information and index packets say nothing new.
                break;
        }

        _start += headerLength + bodyLength;
        return true;
    }

    private bool TryParsePacketHeader(out int headerLength, out int bodyLength)
    {
        var cursor = new NutCursor(Available[8..]);
        bodyLength = cursor.Integer();
        if (bodyLength > NutFormat.LongPacket)
        {
            cursor.UInt32();
        }

        headerLength = 8 + cursor.Position;
        return bodyLength <= LongestHeaderPacket
            ? !cursor.Ended
            : throw new NutFormatException($"A packet of {bodyLength} bytes in the NUT stream is too long.");
    }

    /// <summary>Makes at least <paramref name="count"/> bytes available; false when the stream ends before.</summary>
    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        if (_start + count > _buffer.Length)
        {
            byte[] target = count > _buffer.Length ? new byte[Math.Max(count, _buffer.Length * 2)] : _buffer;
            Available.CopyTo(target);
            (_end, _start, _buffer) = (_end - _start, 0, target);
        }

        while (_end - _start < count)
        {
            int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }
}
