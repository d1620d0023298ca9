using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using PixelShap.EndToEnd;

namespace PixelShap.BrowserTests;

/// <summary><c>pixelshap serve</c> as the real command, and who speaks with it.</summary>
internal sealed class Server : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private Server(Command command, int port)
    {
        Command = command;
        Port = port;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = Patience };
    }

    public Command Command { get; }

    public HttpClient Http { get; }

    public int Port { get; }

    public string Address => Http.BaseAddress!.AbsoluteUri;

    public static async Task<Server> StartAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var server = new Server(Command.Start(["serve", .. arguments, "--port", $"{port}"], environment), port);
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using HttpResponseMessage answer = await server.Http.GetAsync("/assets/texts.js", patience.Token);
                return server;
            }
            catch (HttpRequestException) when (!server.Command.HasExited)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>Asks as the pages do.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Answer)> PostAsync(string path, JsonNode body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body), Headers = { { "X-PixelShap", "1" } } };
        using HttpResponseMessage answer = await Http.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await Http.GetStringAsync(path))!;

    /// <summary>Sends a request as it stands: clients tidy paths up before they send them.</summary>
    public async Task<HttpStatusCode> RawAsync(string path, string host = "127.0.0.1", string method = "GET", string headers = "")
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: {host}:{Port}\r\n{headers}Connection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        string status = (await reader.ReadLineAsync())!;
        return (HttpStatusCode)int.Parse(status.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        Http.Dispose();
        Command.Dispose();
    }
}
