using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PixelShap.Corpus.Families;

/// <summary>Requests to <c>pixelshap serve</c>: each is answered with a status that is no fault of the server, or the connection ends, and the server lives on.</summary>
internal static class Requests
{
    private const string From = "Host: 127.0.0.1\r\nX-PixelShap: 1\r\n", Id = "{id}";

    private static readonly string[] Bodies = ["", "null", "[]", "{", "7", "\"x\"", "{\"clip\":null}", "{\"clip\":7}", "{\"clip\":\"../../etc/passwd\"}", "{\"clip\":\"clip.mp4\",\"interval\":1e999}", "{\"clip\":\"street.mp4\",\"budget\":\"x\\ny: z\"}", "{\"clip\":\"street.mp4\",\"provider\":\"nobody\"}", "{\"frame\":-1}", "{\"frame\":1e30,\"visible\":\"zz\"}",
        "{\"frame\":0,\"visible\":null,\"text\":\"\\u0000\"}", "{\"frame\":0,\"prompt_name\":\"none\",\"text\":\"x\",\"visible\":\"ffffffffffffffff\"}", "{\"frame\":9223372036854775807,\"text\":null}", "\ud800", "{\"a\":" + "{\"frame\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["];

    private static readonly string[] Addresses =
    [
        "/", "/x", "//", "/..", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/../../appsettings.json", "/assets/%2e%2e%2fnew.html", "/assets/%00", "/assets/\\..\\x", "/runs/", "/runs/x", "/runs/aaaaaaaaaaaaaaaa/", "/runs/" + Id, "/runs/" + Id + "/", "/runs/" + Id + "/../..", "/runs/" + Id + "/frames/0",
        "/runs/" + Id + "/frames/-1", "/runs/" + Id + "/frames/9223372036854775807", "/runs/" + Id + "/frames/99999999999999999999", "/runs/" + Id + "/frames/0/ffffffffffffffff.jpg", "/runs/" + Id + "/frames/0/0.jpg", "/runs/" + Id + "/frames/0/x.jpg", "/runs/" + Id + "/pictures/0/3.jpg", "/runs/" + Id + "/pictures/-5/3.jpg",
        "/runs/" + Id + "/annotated.mp4", "/runs/" + Id + "/ask.json", "/runs/" + Id + "/whatif.json", "/runs/" + Id + "/ask", "/api/runs", "/api/runs?q=%22%28%2a", "/api/runs?q=" + "%F0%9F%92%A9", "/api/runs?from=x&to=y", "/api/runs?verdict=%00", "/api/new", "/api/jobs", "/api/jobs/aaaaaaaaaaaaaaaa/stop", "/?" + "a=", "/%", "/%zz", "/\u00ff", "*", "http://evil/", "x",
    ];

    private static readonly string[] Odd =
    [
        "\0\0\0\0", "GET", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: evil\r\n\r\n", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil\r\n\r\n", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET / HTTP/1.1\r\n" + From + "Range: bytes=5-1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u0016\u0003\u0001\u0002\0\u0001",
        "TRACE / HTTP/1.1\r\n" + From + "\r\n", "CONNECT evil:80 HTTP/1.1\r\nHost: evil:80\r\n\r\n", "DELETE /runs/" + Id + "/ HTTP/1.1\r\n" + From + "\r\n", "POST /api/jobs HTTP/1.1\r\n" + From + "Content-Length: -5\r\n\r\n", "POST /api/jobs HTTP/1.1\r\n" + From + "Content-Length: 99999999999\r\n\r\n{}", "POST /api/jobs HTTP/1.1\r\n" + From + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
        "POST /api/jobs HTTP/1.1\r\n" + From + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", "GET /runs/" + Id + "/annotated.mp4 HTTP/1.1\r\n" + From + "Range: bytes=0-0,1-1,2-2,-1\r\n\r\n", "GET /runs/" + Id + "/annotated.mp4 HTTP/1.1\r\n" + From + "Range: bytes=99999999999999999999-\r\n\r\n", "GET / HTTP/1.1\r\n" + From + "Cookie: =;=;pixelshap=\r\n\r\n", "GET / HTTP/1.1\r\n" + From + "Accept: \u00ff\r\n\r\n",
        "POST /api/clips?name=..%2F..%2Fx.mp4 HTTP/1.1\r\n" + From + "Content-Length: 4\r\n\r\nabcd", "POST /api/clips?name=%00 HTTP/1.1\r\n" + From + "Content-Length: 4\r\n\r\nabcd", "POST /api/clips HTTP/1.1\r\n" + From + "Content-Length: 4\r\n\r\nabcd", "POST /api/clips?name=%ED%A0%80.mp4 HTTP/1.1\r\n" + From + "Content-Length: 4\r\n\r\nabcd", "POST /api/clips?name=x.mp4 HTTP/1.1\r\n" + From + "Content-Length: 400\r\n\r\nab",
    ];

    public static IEnumerable<HostileInput> Inputs(Seeds seeds)
    {
        var server = new Lazy<Task<Served>>(() => Served.StartAsync(seeds));
        foreach (string address in Addresses)
        {
            yield return new RequestInput($"get-{Array.IndexOf(Addresses, address)}", server, $"GET {address} HTTP/1.1\r\n{From}\r\n");
        }

        foreach (string path in new[] { "/api/plan", "/api/jobs", "/runs/" + Id + "/estimate", "/runs/" + Id + "/ask" })
        {
            foreach (string body in Bodies)
            {
                byte[] bytes = Encoding.UTF8.GetBytes(body);
                yield return new RequestInput($"post-{path.Replace('/', '-')}-{Array.IndexOf(Bodies, body)}", server, $"POST {path} HTTP/1.1\r\n{From}Content-Type: application/json\r\nContent-Length: {bytes.Length}\r\n\r\n{body}");
            }
        }

        foreach (string request in Odd)
        {
            yield return new RequestInput($"odd-{Array.IndexOf(Odd, request)}", server, request);
        }

        yield return new RequestInput("long-line", server, "GET /" + new string('a', 100_000));
        yield return new RequestInput("many-headers", server, "GET / HTTP/1.1\r\n" + From + string.Concat(Enumerable.Range(0, 5000).Select(i => $"X-{i}: y\r\n")) + "\r\n");
    }

    private sealed record RequestInput(string Name, Lazy<Task<Served>> Server, string Request) : HostileInput(Name)
    {
        public override async Task<Ending> ReadAsync(string folder)
        {
            Served server = await Server.Value;
            string? status = await server.SendAsync(Request);
            string? wrong = server.HasEnded ? "the server has ended"
                : status is not null && (!int.TryParse(status, CultureInfo.InvariantCulture, out int code) || code is < 200 or 500 or > 505) ? $"status {status}"
                : await server.SendAsync("GET /assets/texts.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") == "200" ? null : "the server answers nobody any more";
            return wrong is not null ? Ending.Fault($"{wrong}: {Request[..Math.Min(Request.Length, 300)]}") : status is { Length: 3 } && status[0] is '2' or '3' ? Ending.Result : Ending.Refusal(status ?? "the connection ended");
        }
    }

    /// <summary>The real command, for all requests of a worker.</summary>
    private sealed class Served(Process process, int port, string id)
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), Rest = TimeSpan.FromSeconds(2);

        public bool HasEnded => process.HasExited;

        public static async Task<Served> StartAsync(Seeds seeds)
        {
            int port;
            using (var listener = new TcpListener(IPAddress.Loopback, 0))
            {
                listener.Start();
                port = ((IPEndPoint)listener.LocalEndpoint).Port;
            }

            string folder = Directory.CreateTempSubdirectory("corpus-served-").FullName;
            foreach ((string name, byte[] bytes) in seeds.Run)
            {
                Directory.CreateDirectory(Path.Combine(folder, "run"));
                await File.WriteAllBytesAsync(Path.Combine(folder, "run", name), bytes);
            }

            var start = new ProcessStartInfo("dotnet", [Delivered.Program, "serve", folder, "--port", $"{port}"]) { RedirectStandardOutput = true };
            Process process = Process.Start(start)!;
            AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            {
                process.Kill();
                Directory.Delete(folder, recursive: true);
            };
            await process.StandardOutput.ReadLineAsync();
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
            string runs = await http.GetStringAsync("/api/runs");
            int at = runs.IndexOf("\"id\":\"", StringComparison.Ordinal) + 6;
            return new Served(process, port, runs[at..(at + 16)]);
        }

        /// <summary>Sends a request as it stands.</summary>
        /// <returns>The status; null where the connection ended without one.</returns>
        public async Task<string?> SendAsync(string request)
        {
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                await using NetworkStream stream = client.GetStream();
                await stream.WriteAsync(Encoding.UTF8.GetBytes(request.Replace(Id, id, StringComparison.Ordinal).Replace("Host: 127.0.0.1", $"Host: 127.0.0.1:{port}", StringComparison.Ordinal)), patience.Token);
                using var reader = new StreamReader(stream, Encoding.Latin1);
                Task<string?> answer = reader.ReadLineAsync(patience.Token).AsTask();
                if (await Task.WhenAny(answer, Task.Delay(Rest, patience.Token)) != answer)
                {
                    // The server waits for the rest of a request that has none. One that is answered is not cut off: the end of a connection ends the work for it.
                    client.Client.Shutdown(SocketShutdown.Send);
                }

                return (await answer)?.Split(' ').ElementAtOrDefault(1);
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                return null;
            }
            catch (OperationCanceledException)
            {
                return "no answer";
            }
        }
    }
}
