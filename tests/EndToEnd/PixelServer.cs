using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PixelShap.EndToEnd;

/// <summary>A service on this machine that answers by the pixels that it is sent, as PNG, and by nothing else.</summary>
internal sealed class PixelServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private int _asked;

    private PixelServer(WebApplication application) => _application = application;

    public string BaseUrl => _application.Urls.Single() + "/v1";

    public int Asked => _asked;

    /// <param name="share">How much of a picture has a colour (red, green, blue; each as far off as the last value at most) is what the rule is told.</param>
    /// <param name="colour">The colour.</param>
    public static async Task<PixelServer> StartAsync(Func<double, string> share, (int Red, int Green, int Blue, int Off) colour)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        WebApplication application = builder.Build();
        var server = new PixelServer(application);
        application.MapPost("/v1/chat/completions", async context =>
        {
            Interlocked.Increment(ref server._asked);
            using JsonDocument request = await JsonDocument.ParseAsync(context.Request.Body);
            byte[] png = Convert.FromBase64String(request.RootElement.GetProperty("messages").EnumerateArray()
                .Where(message => message.GetProperty("content").ValueKind == JsonValueKind.Array)
                .SelectMany(message => message.GetProperty("content").EnumerateArray())
                .Last(part => part.GetProperty("type").GetString() == "image_url").GetProperty("image_url").GetProperty("url").GetString()!.Split(',')[1]);
            string answer = JsonSerializer.Serialize(share(Share(png, colour)));
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{"choices":[{"index":0,"message":{"role":"assistant","content":{{answer}}},"finish_reason":"stop"}]}""");
        });
        await application.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    /// <summary>Reads a PNG of 8-bit RGB that is not interlaced (ISO/IEC 15948).</summary>
    private static double Share(byte[] png, (int Red, int Green, int Blue, int Off) colour)
    {
        int width = 0, height = 0;
        using var data = new MemoryStream();
        for (int at = 8; at < png.Length;)
        {
            int length = Number(png, at);
            string kind = Encoding.ASCII.GetString(png, at + 4, 4);
            if (kind == "IHDR")
            {
                (width, height) = (Number(png, at + 8), Number(png, at + 12));
                Assert.Equal([8, 2, 0, 0, 0], png[(at + 16)..(at + 21)]);
            }
            else if (kind == "IDAT")
            {
                data.Write(png, at + 8, length);
            }

            at += length + 12;
        }

        data.Position = 0;
        using var stream = new ZLibStream(data, CompressionMode.Decompress);
        byte[] before = new byte[width * 3], row = new byte[width * 3];
        long found = 0;
        for (int y = 0; y < height; y++)
        {
            int filter = stream.ReadByte();
            stream.ReadExactly(row);
            for (int i = 0; i < row.Length; i++)
            {
                int left = i < 3 ? 0 : row[i - 3], above = before[i], corner = i < 3 ? 0 : before[i - 3];
                row[i] += (byte)(filter switch { 1 => left, 2 => above, 3 => (left + above) / 2, 4 => Paeth(left, above, corner), _ => 0 });
            }

            for (int x = 0; x < width; x++)
            {
                found += Math.Abs(row[3 * x] - colour.Red) <= colour.Off && Math.Abs(row[(3 * x) + 1] - colour.Green) <= colour.Off && Math.Abs(row[(3 * x) + 2] - colour.Blue) <= colour.Off ? 1 : 0;
            }

            (before, row) = (row, before);
        }

        return (double)found / (width * height);
    }

    private static int Number(byte[] bytes, int at) => (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];

    private static int Paeth(int a, int b, int c)
    {
        int p = a + b - c, pa = Math.Abs(p - a), pb = Math.Abs(p - b), pc = Math.Abs(p - c);
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }
}
