using System.Buffers.Binary;

namespace PixelShap.Video.Runs.Journal;

/// <summary>Parts of a journal that is still being written, cut between records: put together in their order they are a journal.</summary>
public static class JournalParts
{
    /// <summary>Reads the whole records behind a place, as they are in the file.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="from">Where a record begins, or 0 for the beginning of the file.</param>
    /// <param name="mostBytes">About how many bytes; a single record may be larger.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The bytes; empty where there is no whole record yet.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<byte[]> ReadAsync(string path, long from, int mostBytes, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.Asynchronous);
        long end = from == 0 ? JournalFormat.Magic.Length : from;
        var head = new byte[JournalFormat.RecordHeaderLength];
        long length = file.Length;
        while (end - from < mostBytes && end + head.Length <= length)
        {
            file.Position = end;
            await file.ReadExactlyAsync(head, cancellationToken);
            int record = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (record is <= 0 or > JournalFormat.LargestRecord || end + head.Length + record > length)
            {
                break;
            }

            end += head.Length + record;
        }

        if (end > length || end <= Math.Max(from, JournalFormat.Magic.Length))
        {
            return [];
        }

        var part = new byte[end - from];
        file.Position = from;
        await file.ReadExactlyAsync(part, cancellationToken);
        return part;
    }
}
