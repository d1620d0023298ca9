using System.Buffers;

namespace PixelShap.Video.Publishing.Exports.Mcap;

/// <summary>
/// Writes an MCAP file (version 0 of the format) with JSON messages: chunks without compression, each with its checksum and its message indexes, and at
/// the end a summary, so that a reader finds any moment without reading the whole file. Source: the specification at mcap.dev/spec.
/// </summary>
internal sealed class McapWriter
{
    private const int ChunkBytes = 1 << 20;

    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _chunk = new(ChunkBytes + (1 << 16));
    private readonly SortedDictionary<ushort, List<(ulong Time, ulong Offset)>> _chunkMessages = [];
    private readonly List<ChunkPlace> _chunks = [];
    private readonly List<McapRecord> _schemas = [];
    private readonly List<McapRecord> _channels = [];
    private readonly SortedDictionary<ushort, ulong> _counts = [];
    private Crc32 _dataChecksum = new();
    private ulong _position;
    private (ulong First, ulong Last) _chunkTimes = (ulong.MaxValue, 0);

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="library">The program that writes it.</param>
    public McapWriter(Stream stream, string library)
    {
        _stream = stream;
        WriteData(Magic);
        WriteData(new McapRecord(McapOpcode.Header).Add("").Add(library));
    }

    /// <summary>What begins and ends every file.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'M', (byte)'C', (byte)'A', (byte)'P', 0x30, (byte)'\r', (byte)'\n'];

    /// <summary>Adds a channel of JSON messages.</summary>
    /// <param name="topic">Its name, for example <c>/importance</c>.</param>
    /// <param name="schemaName">The name of the kind of message.</param>
    /// <param name="schema">Its JSON schema.</param>
    /// <returns>The number of the channel.</returns>
    public ushort AddChannel(string topic, string schemaName, ReadOnlySpan<byte> schema)
    {
        ushort id = (ushort)(_channels.Count + 1);
        _schemas.Add(new McapRecord(McapOpcode.Schema).Add(id).Add(schemaName).Add("jsonschema").Add((uint)schema.Length).AddRaw(schema));
        _channels.Add(new McapRecord(McapOpcode.Channel).Add(id).Add(id).Add(topic).Add("json").Add(0u));
        _schemas[^1].WriteTo(_chunk);
        _channels[^1].WriteTo(_chunk);
        _counts[id] = 0;
        return id;
    }

    /// <summary>Adds a message. Messages come in any order; within a chunk they are indexed by time.</summary>
    /// <param name="channel">What <see cref="AddChannel"/> gave.</param>
    /// <param name="nanoseconds">Its time.</param>
    /// <param name="json">The message.</param>
    public void Add(ushort channel, ulong nanoseconds, ReadOnlySpan<byte> json)
    {
        if (!_chunkMessages.TryGetValue(channel, out List<(ulong, ulong)>? index))
        {
            _chunkMessages.Add(channel, index = []);
        }

        index.Add((nanoseconds, (ulong)_chunk.WrittenCount));
        new McapRecord(McapOpcode.Message).Add(channel).Add((uint)_counts[channel]).Add(nanoseconds).Add(nanoseconds).AddRaw(json).WriteTo(_chunk);
        _counts[channel]++;
        _chunkTimes = (Math.Min(_chunkTimes.First, nanoseconds), Math.Max(_chunkTimes.Last, nanoseconds));
        if (_chunk.WrittenCount >= ChunkBytes)
        {
            EndChunk();
        }
    }

    /// <summary>Writes what is left, the summary and the end.</summary>
    public void Complete()
    {
        EndChunk();
        WriteData(new McapRecord(McapOpcode.DataEnd).Add(_dataChecksum.Value));

        ulong start = _position;
        var summary = new ArrayBufferWriter<byte>();
        var offsets = new ArrayBufferWriter<byte>();
        WriteGroup(McapOpcode.Schema, _schemas);
        WriteGroup(McapOpcode.Channel, _channels);
        WriteGroup(McapOpcode.Statistics, [Statistics()]);
        WriteGroup(McapOpcode.ChunkIndex, _chunks.Select(chunk => chunk.ToRecord()));
        ulong offsetsStart = start + (ulong)summary.WrittenCount;
        summary.Write(offsets.WrittenSpan);

        // The checksum covers the summary and the footer up to the checksum itself.
        var footer = new ArrayBufferWriter<byte>();
        new McapRecord(McapOpcode.Footer).Add(start).Add(offsetsStart).Add(0u).WriteTo(footer);
        var checksum = new Crc32();
        checksum.Append(summary.WrittenSpan);
        checksum.Append(footer.WrittenSpan[..^4]);
        _stream.Write(summary.WrittenSpan);
        footer.ResetWrittenCount();
        new McapRecord(McapOpcode.Footer).Add(start).Add(offsetsStart).Add(checksum.Value).WriteTo(footer);
        _stream.Write(footer.WrittenSpan);
        _stream.Write(Magic);

        void WriteGroup(McapOpcode opcode, IEnumerable<McapRecord> records)
        {
            int before = summary.WrittenCount;
            foreach (McapRecord record in records)
            {
                record.WriteTo(summary);
            }

            if (summary.WrittenCount > before)
            {
                ulong length = (ulong)(summary.WrittenCount - before);
                new McapRecord(McapOpcode.SummaryOffset).Add((byte)opcode).Add(start + (ulong)before).Add(length).WriteTo(offsets);
            }
        }
    }

    private void EndChunk()
    {
        if (_chunk.WrittenCount == 0)
        {
            return;
        }

        (ulong first, ulong last) = _chunkMessages.Count > 0 ? _chunkTimes : (0, 0);
        ulong chunkStart = _position;
        WriteData(new McapRecord(McapOpcode.Chunk)
            .Add(first)
            .Add(last)
            .Add((ulong)_chunk.WrittenCount)
            .Add(Crc32.Of(_chunk.WrittenSpan))
            .Add("")
            .Add((ulong)_chunk.WrittenCount)
            .AddRaw(_chunk.WrittenSpan));
        ulong indexStart = _position;
        var places = new List<(ushort Channel, ulong Offset)>();
        foreach ((ushort channel, List<(ulong Time, ulong Offset)> messages) in _chunkMessages)
        {
            places.Add((channel, _position));
            McapRecord index = new McapRecord(McapOpcode.MessageIndex).Add(channel).Add((uint)(16 * messages.Count));
            foreach ((ulong time, ulong offset) in messages.OrderBy(message => message.Time))
            {
                index.Add(time).Add(offset);
            }

            WriteData(index);
        }

        _chunks.Add(new ChunkPlace(first, last, chunkStart, indexStart - chunkStart, places, _position - indexStart, (ulong)_chunk.WrittenCount));
        _chunk.ResetWrittenCount();
        _chunkMessages.Clear();
        _chunkTimes = (ulong.MaxValue, 0);
    }

    private McapRecord Statistics()
    {
        ulong first = _chunks.Count == 0 ? 0 : _chunks.Min(chunk => chunk.First), last = _chunks.Count == 0 ? 0 : _chunks.Max(chunk => chunk.Last);
        McapRecord record = new McapRecord(McapOpcode.Statistics)
            .Add(_counts.Values.Aggregate(0UL, (sum, count) => sum + count))
            .Add((ushort)_schemas.Count)
            .Add((uint)_channels.Count)
            .Add(0u)
            .Add(0u)
            .Add((uint)_chunks.Count)
            .Add(first)
            .Add(last)
            .Add((uint)(10 * _counts.Count));
        foreach ((ushort channel, ulong count) in _counts)
        {
            record.Add(channel).Add(count);
        }

        return record;
    }

    private void WriteData(McapRecord record)
    {
        var bytes = new ArrayBufferWriter<byte>();
        record.WriteTo(bytes);
        WriteData(bytes.WrittenSpan);
    }

    private void WriteData(ReadOnlySpan<byte> bytes)
    {
        _dataChecksum.Append(bytes);
        _stream.Write(bytes);
        _position += (ulong)bytes.Length;
    }

    /// <summary>Where a chunk is.</summary>
    private sealed record ChunkPlace(
        ulong First, ulong Last, ulong Start, ulong Length, List<(ushort Channel, ulong Offset)> Indexes, ulong IndexLength, ulong Size)
    {
        public McapRecord ToRecord()
        {
            McapRecord record = new McapRecord(McapOpcode.ChunkIndex).Add(First).Add(Last).Add(Start).Add(Length).Add((uint)(10 * Indexes.Count));
            foreach ((ushort channel, ulong offset) in Indexes)
            {
                record.Add(channel).Add(offset);
            }

            return record.Add(IndexLength).Add("").Add(Size).Add(Size);
        }
    }
}
