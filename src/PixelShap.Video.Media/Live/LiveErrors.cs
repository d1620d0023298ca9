using PixelShap.Video.Media.Processes;

namespace PixelShap.Video.Media.Live;

/// <summary>A connection that was not made or was lost.</summary>
/// <param name="reason">Why, for people, without credentials; a clause that begins in lower case.</param>
/// <param name="isStall">Whether it was connected and went silent.</param>
/// <param name="isFinal">Whether trying again cannot help.</param>
/// <param name="isFinalAtFirst">Whether it cannot help where no picture has come yet; a camera that starts again may answer strangely for a while.</param>
internal sealed class LiveStreamException(string reason, bool isStall = false, bool isFinal = false, bool isFinalAtFirst = false) : IOException(reason)
{
    public bool IsStall { get; } = isStall;

    public bool IsFinal { get; } = isFinal;

    public bool IsFinalAtFirst { get; } = isFinal || isFinalAtFirst;
}

/// <summary>Says in words for people why FFmpeg has no stream.</summary>
internal static class LiveErrors
{
    private static readonly string[] s_losses =
        ["reload playlist", "failed to open segment", "HTTP error", "connection refused", "connection reset", "connection timed out", "broken pipe", "input/output error", "prematurely"];

    private static readonly string[] s_strangers = ["Invalid data found when processing input", "400 Bad Request"];

    private const string ErrorLevel = "[error] ";

    /// <summary>Whether FFmpeg said something for which the end of what came is no end of the stream.</summary>
    public static bool IsLoss(ErrorLog errors) => s_losses.Any(errors.Mentions);

    /// <param name="address">Where to; its credentials are kept out.</param>
    /// <param name="errors">What FFmpeg said.</param>
    /// <param name="otherwise">The reason when FFmpeg named none that is known.</param>
    /// <param name="quote">Whether FFmpeg's last error says something about the reason then; after pictures came it is mostly a damaged picture.</param>
    public static LiveStreamException Explain(LiveAddress address, ErrorLog errors, string otherwise, bool quote)
    {
        (string Said, string Reason, bool IsFinal)[] known =
        [
            ("401 Unauthorized", "the user name or the password was not accepted", true),
            ("403 Forbidden", "the user may not see this stream", true),
            ("No space left", "the disk with the recording is full", true),
            ("404 Not Found", "there is no stream at this path", false),
            ("Connection refused", "the connection was refused", false),
            ("No route to host", "there is no way to this host in the network", false),
            ("Network is unreachable", "the network is not reachable", false),
            ("Failed to resolve hostname", "the host name is not known", false),
            ("Connection timed out", "the host did not answer", false),
            ("not on whitelist", "what comes is not a live stream that can be read", true),
            ("matches no streams", "the stream holds no video", false),
        ];
        foreach ((string said, string reason, bool isFinal) in known)
        {
            if (errors.Mentions(said))
            {
                return new LiveStreamException(reason, isFinal: isFinal);
            }
        }

        if (quote && address.Scheme != "udp" && s_strangers.Any(errors.Mentions))
        {
            string stranger = address.Scheme is "rtsp" or "rtsps" ? "what answers there does not speak RTSP" : "what answers there is no video stream";
            return new LiveStreamException(stranger, isFinalAtFirst: true);
        }

        string? last = quote ? errors.Lines.LastOrDefault(line => line.Contains(ErrorLevel, StringComparison.Ordinal)) : null;
        return new LiveStreamException(last is null ? otherwise : $"{otherwise} ({address.Redact(last.Replace(ErrorLevel, string.Empty, StringComparison.Ordinal))})");
    }
}
