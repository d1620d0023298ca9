namespace PixelShap.Video.Media.Telemetry.Transport;

/// <summary>
/// The packets of an MPEG transport stream (ISO/IEC 13818-1), as far as private data is concerned. FFmpeg hands on no stream that the table of programs does not name, so they
/// are read here. Lengths are claims of the file: what makes no sense is passed over.
/// </summary>
internal sealed class TransportStream
{
    private const int PacketSize = 188, TimedPacketSize = 192, MostPids = 64;
    private const byte Sync = 0x47, PrivateStream2 = 0xBF;
    private readonly Stream _stream;
    private readonly int _size, _first;

    private TransportStream(Stream stream, int size, int first)
    {
        _stream = stream;
        _size = size;
        _first = first;
    }

    /// <summary>Recognises a transport stream; null where five packets in a row do not begin as they must.</summary>
    /// <param name="stream">The file, seekable. It stays open.</param>
    public static TransportStream? Open(Stream stream)
    {
        Span<byte> head = new byte[6 * TimedPacketSize];
        stream.Position = 0;
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        foreach ((int size, int first) in (ReadOnlySpan<(int, int)>)[(PacketSize, 0), (TimedPacketSize, 4)])
        {
            int packets = 0;
            while (packets < 5 && first + (packets * size) < head.Length && head[first + (packets * size)] == Sync)
            {
                packets++;
            }

            if (packets == 5)
            {
                return new TransportStream(stream, size, first);
            }
        }

        return null;
    }

    /// <summary>The contents of the packets <c>private_stream_2</c> of all PIDs, in the order in which they are whole.</summary>
    /// <param name="most">The bytes of the file that are read.</param>
    public IEnumerable<byte[]> Private(long most)
    {
        var open = new Dictionary<int, (byte[] Content, int Filled)>();
        byte[] buffer = new byte[_size * 4096];
        _stream.Position = _first;
        long at = _first;
        int had;
        while (at < most && (had = _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) >= PacketSize)
        {
            for (int packet = 0; packet + PacketSize <= had; packet += _size)
            {
                if (Payload(buffer.AsSpan(packet, PacketSize)) is not { } payload)
                {
                    continue;
                }

                ReadOnlySpan<byte> bytes = buffer.AsSpan(packet + payload.At, PacketSize - payload.At);
                if (payload.IsStart)
                {
                    open.Remove(payload.Pid);
                    if (bytes.Length < 6 || bytes[0] != 0 || bytes[1] != 0 || bytes[2] != 1 || bytes[3] != PrivateStream2 || ((bytes[4] << 8) | bytes[5]) is not (> 0 and int length) || open.Count >= MostPids)
                    {
                        continue;
                    }

                    open[payload.Pid] = (new byte[length], 0);
                    bytes = bytes[6..];
                }

                if (!open.TryGetValue(payload.Pid, out (byte[] Content, int Filled) begun))
                {
                    continue;
                }

                int taken = Math.Min(bytes.Length, begun.Content.Length - begun.Filled);
                bytes[..taken].CopyTo(begun.Content.AsSpan(begun.Filled));
                if (begun.Filled + taken < begun.Content.Length)
                {
                    open[payload.Pid] = (begun.Content, begun.Filled + taken);
                    continue;
                }

                open.Remove(payload.Pid);
                yield return begun.Content;
            }

            at += had;
        }
    }

    /// <summary>Where the payload of a packet begins; null for none, or where the packet makes no sense.</summary>
    private static (int Pid, bool IsStart, int At)? Payload(ReadOnlySpan<byte> packet)
    {
        int at = (packet[3] & 0x20) == 0 ? 4 : 5 + packet[4];
        return packet[0] == Sync && (packet[1] & 0x80) == 0 && (packet[3] & 0x10) != 0 && at < PacketSize
            ? (((packet[1] & 0x1F) << 8) | packet[2], (packet[1] & 0x40) != 0, at)
            : null;
    }
}
