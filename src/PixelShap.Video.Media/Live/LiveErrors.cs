using PixelShap.Video.Media.Processes;

namespace PixelShap.Video.Media.Live;

/// <summary>What kind of loss it was, which decides when to try again.</summary>
internal enum LossKind
{
    /// <summary>Not reached, or lost: tried again soon.</summary>
    Lost,

    /// <summary>Connected, and it went silent.</summary>
    Stalled,

    /// <summary>The camera refuses this user: cameras lock users out that try too often.</summary>
    Refused,

    /// <summary>What answers is no stream. A camera that starts again may answer strangely for a while.</summary>
    Foreign,

    /// <summary>Its packets do not go into the recording's container.</summary>
    Unrecordable,
}

/// <summary>A connection that was not made or was lost.</summary>
/// <param name="reason">Why, for people, without credentials; a clause that begins in lower case.</param>
/// <param name="kind">What kind of loss it was.</param>
internal sealed class LiveStreamException(string reason, LossKind kind = LossKind.Lost) : IOException(reason)
{
    public LossKind Kind { get; } = kind;
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
        (string Said, string Reason, LossKind Kind)[] known =
        [
            ("Could not find tag for codec", "MP4 does not hold its codec", LossKind.Unrecordable),
            ("401 Unauthorized", "the user name or the password was not accepted", LossKind.Refused),
            ("403 Forbidden", "the user may not see this stream", LossKind.Refused),
            ("404 Not Found", "there is no stream at this path", LossKind.Lost),
            ("Connection refused", "the connection was refused", LossKind.Lost),
            ("No route to host", "there is no way to this host in the network", LossKind.Lost),
            ("Network is unreachable", "the network is not reachable", LossKind.Lost),
            ("Failed to resolve hostname", "the host name is not known", LossKind.Lost),
            ("Connection timed out", "the host did not answer", LossKind.Lost),
            ("not on whitelist", "what comes is not a live stream that can be read", LossKind.Foreign),
            ("matches no streams", "the stream holds no video", LossKind.Lost),
        ];
        foreach ((string said, string reason, LossKind kind) in known)
        {
            if (errors.Mentions(said))
            {
                return new LiveStreamException(reason, kind);
            }
        }

        if (quote && address.Scheme != "udp" && s_strangers.Any(errors.Mentions))
        {
            string stranger = address.Scheme is "rtsp" or "rtsps" ? "what answers there does not speak RTSP" : "what answers there is no video stream";
            return new LiveStreamException(stranger, LossKind.Foreign);
        }

        string? last = quote ? errors.Lines.LastOrDefault(line => line.Contains(ErrorLevel, StringComparison.Ordinal)) : null;
        return new LiveStreamException(last is null ? otherwise : $"{otherwise} ({address.Redact(last.Replace(ErrorLevel, string.Empty, StringComparison.Ordinal))})");
    }
}
