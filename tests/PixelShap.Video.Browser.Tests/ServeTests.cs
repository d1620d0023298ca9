using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using PixelShap.EndToEnd;
using PixelShap.Video.Publishing.Tests;

namespace PixelShap.BrowserTests;

/// <summary>The same page over HTTP, by the real command.</summary>
public sealed class ServeTests(Browser browser) : IClassFixture<Browser>
{
    [ChromiumFact]
    public async Task The_page_works_over_HTTP_with_pictures_drawn_on_demand_and_ends_with_Ctrl_C()
    {
        using Server server = await Server.StartAsync([browser.Folder]);
        await using (Window window = await browser.OpenAsync(server.Address))
        {
            await window.PressAsync("Home");
            await window.PressAsync("ArrowRight");
            Assert.Equal(RecordedRuns.TimeOf(5).Seconds, await window.TimeAsync(), 2);
            Assert.True(await window.Page.EvaluateAsync<bool>("Promise.all([...document.querySelectorAll('.coalition img')].map(image => { image.loading = 'eager'; return image.decode().then(() => image.naturalWidth > 100); })).then(all => all.length === 4 && all.every(Boolean))"));
            Assert.All(window.Requests.Where(request => request != "data:,"), request => Assert.StartsWith(server.Address, request, StringComparison.Ordinal));
            Assert.Empty(window.Complaints);
        }

        server.Command.SendInterrupt();
        Assert.Equal(0, (await server.Command.WaitAsync()).ExitCode);
    }

    [ChromiumFact]
    public async Task Nothing_but_the_page_its_video_and_its_pictures_can_be_reached()
    {
        using Server server = await Server.StartAsync([browser.Folder]);
        using HttpResponseMessage page = await server.Http.GetAsync("/");
        string run = page.RequestMessage!.RequestUri!.AbsolutePath.TrimEnd('/');
        Assert.Matches("^/runs/[0-9a-f]{16}$", run);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        foreach (string path in (string[])
            ["/journal.psj", "/run.json", "/%2e%2e/run/journal.psj", "/..%2fjournal.psj", $"{run}/journal.psj", $"{run}/..%2f..%2fjournal.psj", $"{run}/pictures/5/..%2f..%2fjournal.psj",
                $"{run}/pictures/5/3.jpg/../../journal.psj", $"{run}/pictures/6/0.jpg", $"{run}/pictures/5/7.jpg", $"{run}/pictures/-1/0.jpg", $"{run}/pictures/5/zz.jpg", "//etc/passwd",
                "/runs/0000000000000000/", "/runs/..%2f..%2f..%2fetc%2f/", "/assets/..%2fask.html", "/assets/ask.html"])
        {
            Assert.Equal((path, HttpStatusCode.NotFound), (path, await server.RawAsync(path)));
        }

        Assert.Equal(HttpStatusCode.OK, await server.RawAsync($"{run}/pictures/5/0.jpg"));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, await server.RawAsync("/", "attacker.example"));
        using var range = new HttpRequestMessage(HttpMethod.Get, $"{run}/annotated.mp4") { Headers = { Range = new RangeHeaderValue(100, 199) } };
        using HttpResponseMessage part = await server.Http.SendAsync(range);
        Assert.Equal((HttpStatusCode.PartialContent, 100), (part.StatusCode, (await part.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal(File.ReadAllBytes(Path.Combine(browser.Folder, "annotated.mp4"))[100..200], await part.Content.ReadAsByteArrayAsync());
        using var ask = new HttpRequestMessage(HttpMethod.Head, $"{run}/annotated.mp4");
        using HttpResponseMessage head = await server.Http.SendAsync(ask);
        Assert.Equal((HttpStatusCode.OK, new FileInfo(Path.Combine(browser.Folder, "annotated.mp4")).Length), (head.StatusCode, head.Content.Headers.ContentLength));
        using HttpResponseMessage write = await server.Http.PostAsync("/", null);
        Assert.Equal(HttpStatusCode.Forbidden, write.StatusCode);
        server.Command.SendTerminate();
        Assert.Equal(0, (await server.Command.WaitAsync()).ExitCode);
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
}
