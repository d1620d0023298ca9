namespace PixelShap.Video.Clips;

/// <summary>The parts of an address as people write it: a password that holds a reserved letter is often not escaped.</summary>
/// <param name="Scheme">What stands before <c>://</c>; empty where there is no such thing.</param>
/// <param name="User">User and password; empty for none.</param>
/// <param name="Place">Host, port and path.</param>
/// <param name="Query">What follows, with its <c>?</c>; empty for nothing.</param>
public readonly record struct AddressParts(string Scheme, string User, string Place, string Query)
{
    /// <summary>
    /// Takes an address apart. A password may hold an '@', a '/', a '#' or a '?' that should have been escaped: it ends at the last '@' before the query, and
    /// what looks like a query is one only after a path or a host. Of two readings the one is taken that shows less.
    /// </summary>
    public static AddressParts Of(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        int scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return new AddressParts("", "", address, "");
        }

        string rest = address[(scheme + 3)..];
        int query = rest.IndexOf('?', StringComparison.Ordinal);
        int at = (query >= 0 ? rest[..query] : rest).LastIndexOf('@');
        if (at < 0 && query >= 0 && !rest[..query].Contains('/', StringComparison.Ordinal))
        {
            at = rest.LastIndexOf('@');
            query = rest.IndexOf('?', Math.Max(at, 0));
        }

        return new AddressParts(
            address[..scheme], at >= 0 ? rest[..at] : "", query >= 0 ? rest[(at + 1)..query] : rest[(at + 1)..], query >= 0 ? rest[query..] : "");
    }
}
