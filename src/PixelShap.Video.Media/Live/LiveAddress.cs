using System.Globalization;
using System.Text.RegularExpressions;
using PixelShap.Video.Clips;

namespace PixelShap.Video.Media.Live;

/// <summary>The address of a live stream. What is shown of it holds neither user, password nor query.</summary>
internal sealed partial class LiveAddress
{
    private readonly string[] _secrets;

    private LiveAddress(string scheme, string full, string shown, string[] secrets)
    {
        Scheme = scheme;
        Full = full;
        Shown = shown;
        _secrets = secrets;
    }

    /// <summary>In lower case.</summary>
    public string Scheme { get; }

    /// <summary>With credentials.</summary>
    public string Full { get; }

    /// <summary>Whether it names a playlist (HLS).</summary>
    public bool IsPlaylist => Scheme is "http" or "https" && Shown.EndsWith(".m3u8", StringComparison.OrdinalIgnoreCase);

    /// <summary>Without credentials.</summary>
    public string Shown { get; }

    /// <summary>Whether it holds something that nobody else may see: a user, a password or a query.</summary>
    public bool HasSecrets => _secrets.Length > 0;

    /// <exception cref="PixelShapException">This is no address of a live stream.</exception>
    public static LiveAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int end = text.IndexOf("://", StringComparison.Ordinal);
        string scheme = end > 0 ? text[..end].ToLowerInvariant() : string.Empty;
        if (OneSlash().IsMatch(text))
        {
            throw new PixelShapException(ExitCode.Usage, $"The address lacks a slash behind {text[..text.IndexOf(':', StringComparison.Ordinal)]}:.", "Write rtsp:// with two slashes.");
        }

        if (scheme is not ("rtsp" or "rtsps" or "http" or "https" or "udp" or "srt") || text.Any(char.IsControl) || text.Length == end + 3)
        {
            string what = scheme.Length > 0 ? $"An address with {scheme}://" : "An address without a scheme";
            throw new PixelShapException(ExitCode.Usage, $"{what} is no live stream that can be read.", "Use an address like rtsp://192.168.1.20/stream.");
        }

        AddressParts parts = AddressParts.Of(text);
        string user = parts.User, shown = $"{scheme}://{parts.Place}";
        string password = user.Contains(':', StringComparison.Ordinal) ? user[(user.IndexOf(':', StringComparison.Ordinal) + 1)..] : string.Empty;
        string[] secrets = [user, password, Uri.UnescapeDataString(password), parts.Query];
        return new LiveAddress(scheme, text, shown, [.. secrets.Where(secret => secret.Length > 0).OrderByDescending(secret => secret.Length)]);
    }

    /// <summary>Refuses an address that can lead nowhere, before anything is started.</summary>
    /// <exception cref="PixelShapException">User or password end the address too early, or there is no such port.</exception>
    public void Check()
    {
        AddressParts parts = AddressParts.Of(Full);
        if (parts.User.Contains('#', StringComparison.Ordinal))
        {
            throw new PixelShapException(ExitCode.Usage, "The user or the password holds a #, at which the address would end.", "Write %23 in its place.");
        }

        Match port = Port().Match(parts.Place);
        if (port.Success && !(int.TryParse(port.Groups["port"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= 65535))
        {
            // What is no number may be a password without its '@'.
            bool isNumber = port.Groups["port"].Value.All(char.IsAsciiDigit);
            throw new PixelShapException(
                ExitCode.Usage, isNumber ? $"The port {port.Groups["port"].Value} does not exist." : "What stands behind the host is no port.", "Name a port from 1 to 65535, or leave it out.");
        }
    }

    /// <summary>Takes the credentials out of a text.</summary>
    public string Redact(string text)
    {
        text = text.Replace(Full, Shown, StringComparison.Ordinal);
        foreach (string secret in _secrets)
        {
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        return UserInfo().Replace(text, "${scheme}***@");
    }

    [GeneratedRegex(@"^(rtsps?|https?|udp|srt):/?[^/]", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex OneSlash();

    // Within brackets the colons are of IPv6.
    [GeneratedRegex(@"^(\[[^\]]*\]|[^/:\[]*):(?<port>[^/]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Port();

    [GeneratedRegex(@"(?<scheme>\w+://)[^\s'""]*@", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex UserInfo();
}
