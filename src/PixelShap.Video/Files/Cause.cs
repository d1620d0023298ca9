using System.Text.Json;
using System.Text.RegularExpressions;

namespace PixelShap.Video.Files;

/// <summary>
/// Why something could not be read or written, in words that somebody understands who does not write programs. The texts of .NET and of libraries name types, byte positions and
/// functions; with the variable <c>PIXELSHAP_DETAILS</c> the command prints them too.
/// </summary>
public static partial class Cause
{
    private const string Circle = "its links lead in a circle";

    /// <summary>A part of a sentence, without a full stop: "there is no such file", "the disk is full".</summary>
    public static string Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            PixelShapException or NotReadableException or InvalidDataException => exception.Message.TrimEnd('.'),
            FileNotFoundException => "there is no such file",
            DirectoryNotFoundException => "there is no such folder",
            PathTooLongException => "its name is too long",
            UnauthorizedAccessException => "this user has no right to it",
            EndOfStreamException => "it ends too early",
            JsonException json => OfJson(json),
            KeyNotFoundException => "a field is missing",
            IOException disk => OfDisk(disk),
            OutOfMemoryException => "there is not enough memory",
            _ => "something unexpected happened",
        };
    }

    /// <summary>As <see cref="Of"/>, of what was thrown while the content of a file was read: values of another kind than expected are told as such.</summary>
    public static string OfContent(Exception exception) =>
        exception is FormatException or InvalidOperationException or OverflowException ? "a field holds another kind of value than expected" : Of(exception);

    /// <summary>What to do about it, where the cause says it; else <paramref name="otherwise"/>.</summary>
    public static string RemedyOf(Exception exception, string otherwise) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "Check the path.",
        UnauthorizedAccessException => "Check who may read it.",
        JsonException { LineNumber: not null } => "Correct that place of the file.",
        IOException disk when OfDisk(disk) == Circle => "Mend the link.",
        _ => otherwise,
    };

    /// <summary>The file or folder that the system's error names; null where it names none.</summary>
    public static string? PathOf(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception is FileNotFoundException { FileName: { Length: > 0 } name } ? name
            : exception is IOException or UnauthorizedAccessException && QuotedPath().Match(exception.Message) is { Success: true } match ? match.Groups["path"].Value
            : null;
    }

    /// <summary>Why a connection did not come about or broke off. The exception's own text may quote headers or addresses.</summary>
    public static string OfConnection(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            string? what = (cause as HttpRequestException)?.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "no such host",
                HttpRequestError.ConnectionError => "nobody listens there",
                HttpRequestError.SecureConnectionError => "no secure connection; is it http, or a certificate of one's own?",
                HttpRequestError.ProxyTunnelError => "the proxy refused",
                HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError => "what listens there does not speak HTTP",
                HttpRequestError.UserAuthenticationError => "the user name or the password was refused",
                HttpRequestError.ConfigurationLimitExceeded => "the reply is too large",
                _ when cause is OperationCanceledException or TimeoutException => "no reply in time",
                _ => null,
            };
            if (what is not null)
            {
                return what;
            }
        }

        return "it broke off";
    }

    private static string OfJson(JsonException exception)
    {
        // Where a reader of ours refuses what it read, no position is set and the words are ours.
        string? place = exception.LineNumber is { } line ? $" at line {line + 1}, character {exception.BytePositionInLine + 1}" : null;
        if (exception.Message.StartsWith("JSON deserialization", StringComparison.Ordinal))
        {
            string[] names = [.. QuotedName().Matches(exception.Message).Skip(1).Select(match => match.Value)];
            return $"it lacks {(names.Length > 0 ? string.Join(", ", names) : "a field")}";
        }

        if (exception.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal))
        {
            string where = exception.Path is { Length: > 2 } path ? $" at {path[2..]}" : "";
            return $"another kind of value than expected stands{where}{(where.Length > 0 ? "," : "")}{place}";
        }

        return place is null ? exception.Message.TrimEnd('.') : $"it is not valid JSON{place}";
    }

    // Numbers of errors of Linux, which .NET passes on.
    private static string OfDisk(IOException exception) => exception.HResult switch
    {
        5 => "the disk or the network share reports a fault",
        11 => "another program uses it",
        16 or 26 => "it is in use",
        17 => "something of that name is there already",
        20 => "a part of its path is no folder",
        21 => "it is a folder",
        22 or 36 => "its name is not one that the disk takes",
        24 => "too many files are open at once",
        27 => "it would be larger than the disk allows",
        28 or 122 => "the disk is full",
        30 => "the disk can only be read",
        32 => "whoever read it has gone",
        39 => "the folder is not empty",
        40 => Circle,
        116 => "the network share no longer has it",

        // Where .NET follows links itself, it gives no number.
        _ when exception.Message.Contains("symbolic links", StringComparison.Ordinal) => Circle,
        _ => "it cannot be reached",
    };

    [GeneratedRegex("'(?<path>/[^']+)'")]
    private static partial Regex QuotedPath();

    [GeneratedRegex("'[^']+'")]
    private static partial Regex QuotedName();
}
