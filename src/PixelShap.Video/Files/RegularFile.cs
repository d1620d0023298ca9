using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PixelShap.Video.Files;

/// <summary>
/// Reads files that somebody named. Whatever is read whole must be a regular file of a bounded size: a pipe or a device has no end, opening one may wait for
/// ever, and where that waits no signal is obeyed.
/// </summary>
public static class RegularFile
{
    // .NET counts the links itself, and its error for too many of them has no number of the system.
    private const int NoNumberOfTheSystem = unchecked((int)0x80131620);

    // More than any line that a program writes; a damaged file of gigabytes can be one line.
    private const int LongestLine = 16 << 20;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <param name="mostBytes">The most bytes that such a file has.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="NotReadableException">It is empty, larger, a pipe, a socket or a device.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path, long mostBytes)
    {
        Check(path, mostBytes);
        return File.OpenRead(path);
    }

    /// <summary>Refuses what is no regular file of at most so many bytes.</summary>
    /// <inheritdoc cref="Open"/>
    public static void Check(string path, long mostBytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path))
        {
            throw new NotReadableException("it is a folder");
        }

        FileFacts file = Facts(path);

        // Pipes, sockets and devices have no length.
        if (file.Length == 0)
        {
            throw new NotReadableException("it is empty or no regular file");
        }

        if (file.Length > mostBytes)
        {
            throw new NotReadableException($"it is larger than {mostBytes >> 10:N0} KiB");
        }
    }

    /// <summary>The file behind links, or the file itself.</summary>
    private static FileInfo Target(string path)
    {
        try
        {
            return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
        }
        catch (IOException exception) when (exception.HResult == NoNumberOfTheSystem && new FileInfo(path).LinkTarget is not null)
        {
            throw new NotReadableException("its links lead in a circle");
        }
    }

    /// <summary>What is known of a file without reading it; links are followed. What is no regular file has no length.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static FileFacts Facts(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        FileInfo file = Target(path);
        if (file.Exists || !File.Exists(path))
        {
            return new FileFacts(file.FullName, file.Length, file.LastWriteTimeUtc);
        }

        // The target has a name that is not UTF-8: it can be opened and not be named.
        using SafeFileHandle handle = File.OpenHandle(path);
        try
        {
            return new FileFacts(Path.GetFullPath(path), RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle));
        }
        catch (NotSupportedException)
        {
            // The pipe behind /dev/stdin.
            return new FileFacts(Path.GetFullPath(path), 0, File.GetLastWriteTimeUtc(handle));
        }
    }

    /// <summary>The bytes of a file.</summary>
    /// <inheritdoc cref="Open"/>
    public static byte[] ReadBytes(string path, long mostBytes)
    {
        using FileStream stream = Open(path, mostBytes);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The text of a file, UTF-8 or as its byte order mark says.</summary>
    /// <inheritdoc cref="Open"/>
    public static string ReadText(string path, long mostBytes)
    {
        using var reader = new StreamReader(Open(path, mostBytes), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The lines of a file, without keeping them. While they are read, a line that is longer than any line is ends it with a <see cref="NotReadableException"/>.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <param name="mostBytes">The most bytes that such a file has.</param>
    /// <param name="encoding">How it is written; null for UTF-8 or as its byte order mark says.</param>
    /// <param name="longestLine">The most characters that a line of such a file has.</param>
    /// <inheritdoc cref="Open"/>
    public static IEnumerable<string> ReadLines(string path, long mostBytes, Encoding? encoding = null, int longestLine = LongestLine)
    {
        Check(path, mostBytes);
        return Lines(path, encoding ?? Encoding.UTF8, longestLine);
    }

    private static IEnumerable<string> Lines(string path, Encoding encoding, int longest)
    {
        using var reader = new StreamReader(path, encoding);
        var buffer = new char[1 << 14];
        var line = new StringBuilder();
        bool isAfterReturn = false;
        while (reader.Read(buffer) is > 0 and var count)
        {
            int from = 0;
            while (from < count)
            {
                if (isAfterReturn && buffer[from] == '\n')
                {
                    from++;
                    isAfterReturn = false;
                    continue;
                }

                isAfterReturn = false;
                int length = buffer.AsSpan(from, count - from).IndexOfAny('\r', '\n');
                line.Append(buffer, from, length < 0 ? count - from : length);
                if (line.Length > longest)
                {
                    throw new NotReadableException($"one of its lines is longer than {longest:N0} characters");
                }

                if (length < 0)
                {
                    break;
                }

                isAfterReturn = buffer[from + length] == '\r';
                from += length + 1;
                yield return line.ToString();
                line.Clear();
            }
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }
}

/// <summary>A file as it is now.</summary>
/// <param name="Name">Its full name, links followed.</param>
/// <param name="Length">Bytes; 0 of what is no regular file.</param>
/// <param name="WrittenAt">When it was written last, UTC.</param>
public sealed record FileFacts(string Name, long Length, DateTime WrittenAt);

/// <summary>Something that was named is not what can be read whole; the message is a part of a sentence.</summary>
public sealed class NotReadableException(string message) : IOException(message);
