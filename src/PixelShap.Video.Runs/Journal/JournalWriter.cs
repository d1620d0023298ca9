using System.Buffers;
using System.Buffers.Binary;

namespace PixelShap.Video.Runs.Journal;

/// <summary>Appends records to a journal file. What <see cref="Append"/> has returned from survives the death of the process.</summary>
public sealed class JournalWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 16);
    private readonly FileStream _file;

    private JournalWriter(FileStream file) => _file = file;

    /// <summary>Creates a new journal; fails when the file exists.</summary>
    public static JournalWriter Create(string path)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Write(JournalFormat.Magic);
        return new JournalWriter(file);
    }

    /// <summary>Continues a journal after its last whole record; a torn record behind it is cut off.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="validLength">The length up to which it is whole, from <see cref="JournalReader.ValidLength"/>.</param>
    public static JournalWriter Continue(string path, long validLength)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.SetLength(validLength);
        file.Seek(0, SeekOrigin.End);
        return new JournalWriter(file);
    }

    /// <summary>Writes one record at the end, in one write to the operating system.</summary>
    public void Append(JournalRecord record)
    {
        _buffer.ResetWrittenCount();
        _buffer.GetSpan(JournalFormat.RecordHeaderLength);
        _buffer.Advance(JournalFormat.RecordHeaderLength);
        JournalCodec.Write(_buffer, record);

        Span<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.AsMemory(_buffer.WrittenMemory).Span;
        Span<byte> payload = bytes[JournalFormat.RecordHeaderLength..];
        if (payload.Length > JournalFormat.LargestRecord)
        {
            throw new PixelShapException(
                ExitCode.Failed, $"A record of {payload.Length} bytes does not fit into the journal, which takes {JournalFormat.LargestRecord}.", "Are the answers that long? Set vlm.max_tokens.");
        }

        BinaryPrimitives.WriteInt32LittleEndian(bytes, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], JournalFormat.Checksum(payload));
        _file.Write(bytes);
    }

    /// <summary>Closes the file after everything has reached the disk.</summary>
    public void Dispose()
    {
        _file.Flush(flushToDisk: true);
        _file.Dispose();
    }
}
