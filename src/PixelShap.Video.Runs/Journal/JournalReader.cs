using System.Buffers;
using System.Buffers.Binary;
using PixelShap.Video.Files;

namespace PixelShap.Video.Runs.Journal;

/// <summary>Reads a journal record by record, in constant memory, up to its end or to the first record that is not whole.</summary>
public sealed class JournalReader
{
    private readonly string _path;

    /// <summary>Reads the journal at <paramref name="path"/>.</summary>
    public JournalReader(string path) => _path = path;

    /// <summary>Whether masks are decoded, which takes most of the time; without them detections have boxes only. The default value is true.</summary>
    public bool WithMasks { get; init; } = true;

    /// <summary>After reading: the length in bytes up to which the journal is whole.</summary>
    public long ValidLength { get; private set; }

    /// <summary>After reading: what is wrong behind <see cref="ValidLength"/>; null for a journal that is whole.</summary>
    public string? Damage { get; private set; }

    /// <summary>The header of the journal.</summary>
    /// <exception cref="PixelShapException">The file is no journal, or one of another version.</exception>
    public JournalHeader ReadHeader() => Read().FirstOrDefault() as JournalHeader ?? throw (Damage is { } damage
        ? new PixelShapException(ExitCode.Input, $"{_path} is damaged: {damage}.", "Start the same 'pixelshap run' again; it makes the run whole.")
        : new PixelShapException(ExitCode.Input, $"{_path} does not begin like a journal.", "Name the directory of a run that this program made."));

    /// <summary>All whole records in order.</summary>
    /// <exception cref="PixelShapException">The file is no journal, or one of another version.</exception>
    public IEnumerable<JournalRecord> Read()
    {
        ValidLength = 0;
        Damage = null;
        if (new FileInfo(_path) is { Exists: true, Length: 0 })
        {
            // A process was killed the moment it had made the file; a pipe or a device seems as empty, and is not to be opened.
            yield break;
        }

        using FileStream file = Open();
        if (file.Length < JournalFormat.Magic.Length && IsPrefixOfMagic(file))
        {
            // A process was killed the moment it had made the file.
            yield break;
        }

        var head = new byte[JournalFormat.RecordHeaderLength];
        if (file.ReadAtLeast(head.AsSpan(0, 4), 4, throwOnEndOfStream: false) < 4 || !head.AsSpan(0, 4).SequenceEqual(JournalFormat.Magic))
        {
            throw new PixelShapException(ExitCode.Input, $"{_path} is no journal.", "Name the directory of a run that this program made.");
        }

        ValidLength = 4;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            while (true)
            {
                int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
                if (read == 0)
                {
                    yield break;
                }

                int length = read == head.Length ? BinaryPrimitives.ReadInt32LittleEndian(head) : 0;
                if (length is <= 0 or > JournalFormat.LargestRecord || length > file.Length - file.Position)
                {
                    Damage = "the last record is incomplete";
                    yield break;
                }

                if (buffer.Length < length)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent(length);
                }

                file.ReadExactly(buffer, 0, length);
                if (TryDecode(buffer.AsMemory(0, length), BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4))) is not { } record)
                {
                    yield break;
                }

                ValidLength = file.Position;
                yield return record;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>One record by the place where it begins.</summary>
    /// <param name="offset">What <see cref="ValidLength"/> was before the record was read.</param>
    /// <exception cref="PixelShapException">There is no whole record any more.</exception>
    public JournalRecord ReadAt(long offset)
    {
        using FileStream file = Open();
        file.Position = offset;
        var head = new byte[JournalFormat.RecordHeaderLength];
        int length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length ? BinaryPrimitives.ReadInt32LittleEndian(head) : 0;
        if (length is > 0 and <= JournalFormat.LargestRecord && length <= file.Length - file.Position)
        {
            var payload = new byte[length];
            file.ReadExactly(payload);
            if (TryDecode(payload, BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4))) is { } record)
            {
                return record;
            }
        }

        throw new PixelShapException(ExitCode.Input, $"The journal {_path} is not what it was when it was opened.", "Open the run again.");
    }

    /// <summary>Decodes one record; null when it is damaged.</summary>
    private JournalRecord? TryDecode(ReadOnlyMemory<byte> payload, uint checksum)
    {
        if (JournalFormat.Checksum(payload.Span) != checksum)
        {
            Damage = "a record's checksum is wrong";
            return null;
        }

        JournalRecord record;
        try
        {
            record = JournalCodec.Read(payload, WithMasks);
        }
        catch (InvalidDataException exception)
        {
            Damage = exception.Message;
            return null;
        }

        return record is not JournalHeader { Schema: not JournalHeader.CurrentSchema } header
            ? record
            : throw new PixelShapException(
                ExitCode.Input,
                $"{_path} has schema {header.Schema}, but this program reads schema {JournalHeader.CurrentSchema}.",
                "Use the version of pixelshap that made the run, or run it again into another directory.");
    }

    private static bool IsPrefixOfMagic(FileStream file)
    {
        Span<byte> start = stackalloc byte[JournalFormat.Magic.Length];
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return JournalFormat.Magic.StartsWith(start[..read]);
    }

    private FileStream Open()
    {
        try
        {
            return new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Input, $"The journal {_path} cannot be opened: {Cause.Of(exception)}.", "Check who may read it.", exception);
        }
    }
}
