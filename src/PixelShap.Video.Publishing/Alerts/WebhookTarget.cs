using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Publishing.Alerts;

/// <summary>Sends events over HTTP. What is signed is the time in seconds, a full stop and the body, so that an old request cannot be sent again by somebody else.</summary>
/// <param name="address">Where to.</param>
/// <param name="secret">The key of the signature; null for none.</param>
internal sealed class WebhookTarget(Uri address, string? secret) : IAlertTarget
{
    public const string IdHeader = "X-PixelShap-Id", TimeHeader = "X-PixelShap-Time", SignatureHeader = "X-PixelShap-Signature";

    // A redirect would send the event to somebody whom the settings do not name.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });

    public string Name => "webhook";

    /// <summary>The signature of a body: HMAC-SHA256 in hexadecimal.</summary>
    public static string Sign(string secret, string time, string body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}")));

    public async Task SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(message.Json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        string time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add(IdHeader, message.Id);
        request.Headers.Add(TimeHeader, time);
        if (!string.IsNullOrEmpty(secret))
        {
            request.Headers.Add(SignatureHeader, Sign(secret, time, message.Json));
        }

        using HttpResponseMessage response = await _client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"HTTP {(int)response.StatusCode}");
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
