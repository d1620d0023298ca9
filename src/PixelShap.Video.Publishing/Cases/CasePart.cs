using System.Security.Cryptography;
using PixelShap.Video.Files;
using PixelShap.Video.Publishing.Exports.Mcap;

namespace PixelShap.Video.Publishing.Cases;

/// <summary>Something that goes into a case: a file, or bytes that were made for it.</summary>
/// <param name="Path">Its name in the archive.</param>
/// <param name="File">The file; null for bytes.</param>
/// <param name="Bytes">The bytes; null for a file.</param>
internal sealed record CasePart(string Path, string? File, byte[]? Bytes)
{
    /// <summary>Opens it.</summary>
    /// <exception cref="PixelShapException">It cannot be read.</exception>
    public Stream Open()
    {
        if (Bytes is not null)
        {
            return new MemoryStream(Bytes, writable: false);
        }

        try
        {
            return new FileStream(File!, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Input, $"{File} cannot be read: {Cause.Of(exception)}.", "A case holds every file of the run: check who may read it.", exception);
        }
    }

    /// <summary>What the manifest says of it.</summary>
    public CaseFile Measure(CancellationToken cancellationToken)
    {
        using Stream stream = Open();
        return Measure(Path, stream, long.MaxValue, null, cancellationToken);
    }

    /// <summary>Measures so many bytes of a stream, and copies them on the way.</summary>
    public static CaseFile Measure(string path, Stream stream, long most, Stream? copy, CancellationToken cancellationToken)
    {
        var block = new byte[CaseFile.BlockBytes];
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var crc = new Crc32();
        List<string> blocks = [];
        long length = 0;
        while (length < most && stream.ReadAtLeast(block.AsSpan(0, (int)Math.Min(block.Length, most - length)), (int)Math.Min(block.Length, most - length), throwOnEndOfStream: false) is > 0 and var read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> bytes = block.AsSpan(0, read);
            whole.AppendData(bytes);
            crc.Append(bytes);
            blocks.Add(Convert.ToHexStringLower(SHA256.HashData(bytes)));
            copy?.Write(bytes);
            length += read;
        }

        return new CaseFile(path, length, crc.Value, Convert.ToHexStringLower(whole.GetHashAndReset()), blocks);
    }
}
