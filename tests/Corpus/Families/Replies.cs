using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PixelShap.Corpus.Families;

/// <summary>What a service for vision-language models may send back: none of it HTTP, JSON, or an answer as it should be.</summary>
internal static class Replies
{
    private const string Sound = """{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"A car is ahead."}}],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}""";

    public static IEnumerable<HostileInput> Inputs(Seeds seeds)
    {
        foreach ((int seed, byte[] bytes) in Seeds.Texts(Sound, 32, first: 2400))
        {
            yield return Reply($"json-{seed}", seeds, Http(bytes));
        }

        (string Name, byte[] Bytes)[] odd =
        [
            ("nothing", []), ("noise", [0xFF, 0xFE, 0, 1, 2, 3]), ("status", "HTTP/1.1 999 ?\r\n\r\n"u8.ToArray()), ("no-content", "HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray()), ("empty", Http([])), ("null", Http("null"u8.ToArray())),
            ("no-choice", Http("""{"choices":[]}"""u8.ToArray())), ("null-choice", Http("""{"choices":[null]}"""u8.ToArray())), ("list-content", Http("""{"choices":[{"message":{"content":[{"type":"text","text":1}]}}]}"""u8.ToArray())),
            ("deep", Http(Encoding.UTF8.GetBytes(new string('[', 200_000)))), ("short", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"choices\":"u8.ToArray()), ("negative", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}"u8.ToArray()),
            ("chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n{}"u8.ToArray()), ("zipped", [.. "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\nConnection: close\r\n\r\n"u8, 1, 2, 3, 4]), ("loop", "HTTP/1.1 302 Found\r\nLocation: /v1/chat/completions\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray()),
            ("elsewhere", "HTTP/1.1 307 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray()), ("page", Http("<html><title>Login\u001b[2J</title></html>"u8.ToArray(), type: "text/html")), ("error", Http("{\"error\":{\"message\":\"no \\u001b[2J\\u0000\"}}"u8.ToArray(), "401 Unauthorized")),
            ("error-list", Http("[{\"error\":[null]}]"u8.ToArray(), "500 X")), ("late", Http("{}"u8.ToArray(), "429 Later", "Retry-After: 99999999999\r\n")), ("late-date", Http("{}"u8.ToArray(), "429 Later", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n")),
            ("long-header", "HTTP/1.1 200 OK\r\nX: "u8.ToArray().Concat(Enumerable.Repeat((byte)'a', 2_000_000)).ToArray()), ("long-answer", Http(Encoding.UTF8.GetBytes(Sound.Replace("A car is ahead.", new string('a', 40_000_000), StringComparison.Ordinal)))),
            ("attack", Http(Encoding.UTF8.GetBytes(Sound.Replace("A car is ahead.", "</script><img src=x onerror=alert(1)>\\u0000\\u001b[2J\\ud800", StringComparison.Ordinal)))), ("blank", Http(Encoding.UTF8.GetBytes(Sound.Replace("A car is ahead.", " ", StringComparison.Ordinal)))),
            ("charset", Http(Encoding.UTF8.GetBytes(Sound), type: "application/json; charset=utf-7")), ("utf-16", Http(Encoding.Unicode.GetBytes(Sound))),
        ];
        foreach ((string name, byte[] bytes) in odd)
        {
            yield return Reply(name, seeds, bytes);
        }
    }

    private static byte[] Http(byte[] body, string status = "200 OK", string headers = "", string type = "application/json") =>
        [.. Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n{headers}Connection: close\r\n\r\n"), .. body];

    private static ReplyInput Reply(string name, Seeds seeds, byte[] reply) => new(name, seeds.PathOf("picture.png"), reply);

    /// <summary>A question about a picture to a server that always sends the same.</summary>
    private sealed record ReplyInput(string Name, string Picture, byte[] Reply) : HostileInput(Name)
    {
        public override async Task<Ending> ReadAsync(string folder)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            using var stop = new CancellationTokenSource();
            Task serving = ServeAsync(listener, Reply, stop.Token);
            int port = ((IPEndPoint)listener.LocalEndpoint).Port;
            await File.WriteAllTextAsync(Path.Combine(folder, "masks.json"), Seeds.Masks);
            Ending ending = await CommandCall.RunAsync(
                ["explain", Picture, "-o", Path.Combine(folder, "out"), "--json", "--masks", Path.Combine(folder, "masks.json"), "--set", "vlm.provider=openai", "--set", $"vlm.base_url=http://127.0.0.1:{port}/v1", "--set", "vlm.model=m",
                 "--set", "vlm.retry.max_attempts=1", "--set", "vlm.cache.enabled=false", "--set", "vlm.preflight=false", "--set", "attribution.controls=never", "--set", "attribution.budget=n", "--set", "vlm.limits.longest_wait=1"],
                folder, [("masks.json", Seeds.Utf8(Seeds.Masks))]);
            await stop.CancelAsync();
            listener.Stop();
            await serving;
            return ending;
        }

        private static async Task ServeAsync(TcpListener listener, byte[] reply, CancellationToken stop)
        {
            var buffer = new byte[1 << 16];
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    using TcpClient client = await listener.AcceptTcpClientAsync(stop);
                    await using NetworkStream stream = client.GetStream();

                    // The head, and of the body what comes with it: enough for an answer that does not depend on it.
                    _ = await stream.ReadAsync(buffer, stop);
                    while (client.Available > 0)
                    {
                        _ = await stream.ReadAsync(buffer, stop);
                    }

                    await stream.WriteAsync(reply, stop);
                    client.Client.Shutdown(SocketShutdown.Send);
                    while (await stream.ReadAsync(buffer, stop) > 0)
                    {
                        // A client that is still writing is not to be cut off before it has read.
                    }
                }
                catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
                {
                    // The client has seen enough.
                }
            }
        }
    }
}
