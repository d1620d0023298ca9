using System.Net;
using System.Security.Cryptography;

namespace PixelShap.Video.Cli.Composition;

/// <summary>The token that a page asks for.</summary>
internal static class WorkbenchToken
{
    /// <summary>The variable with a token of one's own.</summary>
    public const string Variable = "PIXELSHAP_TOKEN";

    /// <summary>That of the variable; else a new one where others can reach the address, and none on this machine's own.</summary>
    public static (string? Token, bool IsMade) For(IPAddress address)
    {
        string? token = Environment.GetEnvironmentVariable(Variable);
        bool isMade = string.IsNullOrEmpty(token) && !IPAddress.IsLoopback(address);
        return (isMade ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) : string.IsNullOrEmpty(token) ? null : token, isMade);
    }
}
