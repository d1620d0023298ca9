using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using PixelShap.EndToEnd;
using PixelShap.Video.Publishing.Tests;

namespace PixelShap.BrowserTests;

/// <summary>The same page over HTTP, by the real command.</summary>
public sealed class ServeTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [ChromiumFact]
    public async Task The_page_works_over_HTTP_with_pictures_drawn_on_demand_and_ends_with_Ctrl_C()
    {
        (Command command, HttpClient http) = await StartAsync();
        using (command)
        using (http)
        {
            await using (Window window = await browser.OpenAsync(http.BaseAddress!.AbsoluteUri))
            {
                await window.PressAsync("Home");
                await window.PressAsync("ArrowRight");
                Assert.Equal(RecordedRuns.TimeOf(5).Seconds, await window.TimeAsync(), 2);
                Assert.True(await window.Page.EvaluateAsync<bool>("Promise.all([...document.querySelectorAll('.coalition img')].map(image => { image.loading = 'eager'; return image.decode().then(() => image.naturalWidth > 100); })).then(all => all.length === 4 && all.every(Boolean))"));
                Assert.All(window.Requests.Where(request => request != "data:,"), request => Assert.StartsWith(http.BaseAddress.AbsoluteUri, request, StringComparison.Ordinal));
                Assert.Empty(window.Complaints);
            }

            command.SendInterrupt();
            Assert.Equal(0, (await command.WaitAsync()).ExitCode);
        }
    }

    [ChromiumFact]
    public async Task Nothing_but_the_page_its_video_and_its_pictures_can_be_reached()
    {
        (Command command, HttpClient http) = await StartAsync();
        using (command)
        using (http)
        {
            using HttpResponseMessage page = await http.GetAsync("/");
            Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            foreach (string path in (string[])
                ["/journal.psj", "/run.json", "/%2e%2e/run/journal.psj", "/..%2fjournal.psj", "/pictures/5/..%2f..%2fjournal.psj", "/pictures/5/3.jpg/../../journal.psj", "/pictures/6/0.jpg",
                    "/pictures/5/7.jpg", "/pictures/-1/0.jpg", "/pictures/5/zz.jpg", "//etc/passwd"])
            {
                Assert.Equal(HttpStatusCode.NotFound, await RawAsync(http.BaseAddress!.Port, path));
            }

            Assert.Equal(HttpStatusCode.OK, await RawAsync(http.BaseAddress!.Port, "/pictures/5/0.jpg"));
            Assert.Equal(HttpStatusCode.MisdirectedRequest, await RawAsync(http.BaseAddress.Port, "/", "attacker.example"));
            using var range = new HttpRequestMessage(HttpMethod.Get, "/annotated.mp4") { Headers = { Range = new RangeHeaderValue(100, 199) } };
            using HttpResponseMessage part = await http.SendAsync(range);
            Assert.Equal((HttpStatusCode.PartialContent, 100), (part.StatusCode, (await part.Content.ReadAsByteArrayAsync()).Length));
            Assert.Equal(File.ReadAllBytes(Path.Combine(browser.Folder, "annotated.mp4"))[100..200], await part.Content.ReadAsByteArrayAsync());
            using var ask = new HttpRequestMessage(HttpMethod.Head, "/annotated.mp4");
            using HttpResponseMessage head = await http.SendAsync(ask);
            Assert.Equal((HttpStatusCode.OK, new FileInfo(Path.Combine(browser.Folder, "annotated.mp4")).Length), (head.StatusCode, head.Content.Headers.ContentLength));
            using HttpResponseMessage write = await http.PostAsync("/", null);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, write.StatusCode);
            command.SendTerminate();
            Assert.Equal(0, (await command.WaitAsync()).ExitCode);
        }
    }

    [ChromiumFact]
    public async Task A_port_in_use_is_said_in_one_sentence()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        CommandResult result = await Command.RunAsync(["serve", browser.Folder, "--port", $"{((IPEndPoint)listener.LocalEndpoint).Port}"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is in use", result.Error, StringComparison.Ordinal);
    }

    private async Task<(Command Command, HttpClient Http)> StartAsync()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        Command command = Command.Start(["serve", browser.Folder, "--port", $"{port}"]);
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = Patience };
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using HttpResponseMessage answer = await http.GetAsync("/", patience.Token);
                return (command, http);
            }
            catch (HttpRequestException) when (!command.HasExited)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>Sends a request as it stands: clients tidy paths up before they send them.</summary>
    private static async Task<HttpStatusCode> RawAsync(int port, string path, string host = "127.0.0.1")
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        string status = (await reader.ReadLineAsync())!;
        return (HttpStatusCode)int.Parse(status.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
