namespace PixelShap.Video.Runs;

/// <summary>Takes credentials out of addresses before they are shown or stored.</summary>
public static class Redacted
{
    /// <summary><c>rtsp://user:password@host/path</c> becomes <c>rtsp://host/path</c>, without its query.</summary>
    public static string Address(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        int scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return address;
        }

        string rest = address[(scheme + 3)..];
        int authorityEnd = rest.IndexOfAny(['/', '?', '#']) is >= 0 and var end ? end : rest.Length;
        int at = rest.LastIndexOf('@', authorityEnd - 1 >= 0 ? authorityEnd - 1 : 0);
        string withoutUser = rest[(at + 1)..];
        int query = withoutUser.IndexOfAny(['?', '#']);
        return address[..(scheme + 3)] + (query < 0 ? withoutUser : withoutUser[..query]);
    }
}
