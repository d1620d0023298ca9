using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using PixelShap.Video.Web.Live;

namespace PixelShap.Video.Web.Security;

/// <summary>
/// Who gets in. Only who calls this machine by its own name: a page elsewhere that has its own name point here is refused (DNS rebinding). What changes or spends something
/// only from these very pages: a header that no other page can send without being allowed to, which nobody is. Elsewhere than on this machine's own address, who has the token.
/// </summary>
internal sealed class Gate
{
    /// <summary>The header that these pages send with what changes or spends something.</summary>
    public const string Header = "X-PixelShap";

    private const string Cookie = "pixelshap", TokenKey = "token";

    // What the pages may do: nothing but what this server itself serves. Styles that scripts set on elements are no inline styles to a browser.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly HashSet<string> _hosts;
    private readonly byte[]? _token;

    /// <summary>Makes the rules.</summary>
    public Gate(WorkbenchOptions options)
    {
        string[] own = IPAddress.IsLoopback(options.Address) ? ["127.0.0.1", "localhost", "[::1]"]
            : options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any) ? ["127.0.0.1", "localhost", .. OwnAddresses()]
            : [options.Address.ToString()];
        _hosts = new HashSet<string>([.. own, .. options.Hosts], StringComparer.OrdinalIgnoreCase);
        _token = options.Token is { } token ? Encoding.UTF8.GetBytes(token) : null;
    }

    /// <summary>Lets a request in or refuses it.</summary>
    public Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        HttpRequest request = context.Request;
        if (!_hosts.Contains(request.Host.Host))
        {
            return RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "This server does not go by that name.");
        }

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !IsFromHere(request))
        {
            return RefuseAsync(context, StatusCodes.Status403Forbidden, "Only the pages of this server may do that.");
        }

        // Whoever asks whether all is well, such as the engine of a container, learns that and nothing else.
        if (_token is null || request.Path.Equals(LiveRoutes.HealthPath, StringComparison.Ordinal) || IsToken(request.Cookies[Cookie]) || IsBearer(request))
        {
            return next(context);
        }

        if (HttpMethods.IsGet(request.Method) && IsToken(request.Query[TokenKey]))
        {
            context.Response.Cookies.Append(
                Cookie, request.Query[TokenKey]!, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = request.IsHttps, Path = "/" });
            context.Response.Redirect(request.Path.HasValue ? request.Path.Value : "/");
            return Task.CompletedTask;
        }

        return RefuseAsync(context, StatusCodes.Status401Unauthorized, "This server wants the token: open the whole address that 'pixelshap serve' printed.");
    }

    /// <summary>The addresses of this machine: who calls it by a number has not been sent here by a name of somebody else's.</summary>
    private static IEnumerable<string> OwnAddresses() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(own => own.Address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{own.Address}]" : own.Address.ToString());

    private static bool IsFromHere(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString(), site = request.Headers["Sec-Fetch-Site"].ToString();
        return request.Headers[Header] == "1"
            && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}")
            && site is "" or "same-origin";
    }

    private bool IsToken(string? given) => given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _token);

    private bool IsBearer(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        string given = request.Headers.Authorization.ToString();
        return given.StartsWith(Scheme, StringComparison.Ordinal) && IsToken(given[Scheme.Length..]);
    }

    private static Task RefuseAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(why + "\n");
    }
}
