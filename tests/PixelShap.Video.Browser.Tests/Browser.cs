using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PixelShap.EndToEnd;
using PixelShap.Video.Media.Tests;
using PixelShap.Video.Publishing.Tests;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Results;

namespace PixelShap.BrowserTests;

/// <summary>One Chromium, and one run whose names and answers are attacks, with the report that the real command wrote of it.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>All that a file name may hold on Linux and a page may trip over.</summary>
    public const string ClipName = "it's \"the\" <script>window.hacked=1<script> & clip.mp4";

    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    internal Clips Clips { get; } = new();

    internal string Folder => Clips.PathOf("run");

    internal RunResults Results => RecordedRuns.Load(Folder);

    public async Task InitializeAsync()
    {
        if (!File.Exists(ChromiumFactAttribute.Path))
        {
            return;
        }

        string clip = Encode(ClipName, RecordedRuns.Width, RecordedRuns.Height);
        RecordedRuns.Write(Folder, clip, "danger", "people");
        SceneLayout layout = SceneLayout.For(RecordedRuns.Width, RecordedRuns.Height);
        File.Copy(Encode("annotated.mp4", layout.Width, layout.Height), Path.Combine(Folder, "annotated.mp4"));
        CommandResult result = await Command.RunAsync(["report", Folder]);
        Assert.Equal((0, Path.Combine(Folder, "report.html")), (result.ExitCode, result.Output.Trim()));
        _playwright = await Playwright.CreateAsync();
        _chromium = await LaunchAsync(_playwright);
    }

    /// <summary>Debian's Chromium, without what it asks of the network by itself.</summary>
    internal static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = ChromiumFactAttribute.Path,
        Headless = true,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        ],
    });

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        _playwright?.Dispose();
        Clips.Dispose();
    }

    /// <summary>Opens an address in a window of its own and waits until the video shows a picture.</summary>
    internal async Task<Window> OpenAsync(string address, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        IBrowserContext context = await _chromium!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
        });
        var window = new Window(context, await context.NewPageAsync());
        await window.Page.GotoAsync(address);
        await window.SettleAsync();
        return window;
    }

    internal Task<Window> OpenReportAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light) =>
        OpenAsync(new Uri(Path.Combine(Folder, "report.html")).AbsoluteUri, width, scheme: scheme);

    /// <summary>Opens the report with other data in it: what no recorded run says.</summary>
    internal async Task<Window> OpenAlteredAsync(Action<JsonNode> change)
    {
        const string Start = "<script type=\"application/json\" id=\"data\">";
        string page = await File.ReadAllTextAsync(Path.Combine(Folder, "report.html")), path = Path.Combine(Folder, "altered.html");
        int from = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length, to = page.IndexOf("</script>", from, StringComparison.Ordinal);
        JsonNode data = JsonNode.Parse(page[from..to])!;
        change(data);
        await File.WriteAllTextAsync(path, $"{page[..from]}{data.ToJsonString()}{page[to..]}");
        return await OpenAsync(new Uri(path).AbsoluteUri);
    }

    /// <summary>50 frames at 25 a second, at the times of <see cref="RecordedRuns"/>.</summary>
    private string Encode(string name, int width, int height) => Clips.Make(
        name, "-f", "lavfi", "-i", $"testsrc2=s={width}x{height}:r=25", "-frames:v", "50", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
        "-video_track_timescale", "12800");
}

/// <summary>A window, and everything that it complained about or asked for.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public Window(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) => Complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Complaints.Add(error);
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>What stood in the console, and errors that nobody caught.</summary>
    public List<string> Complaints { get; } = [];

    public List<string> Requests { get; } = [];

    /// <summary>The time that the video shows.</summary>
    public Task<double> TimeAsync() => Page.EvaluateAsync<double>("document.querySelector('video').currentTime");

    /// <summary>Waits until the video shows what was sought.</summary>
    public Task SettleAsync() => Page.WaitForFunctionAsync("() => { const video = document.querySelector('video'); return !video || (video.readyState >= 2 && !video.seeking); }");

    public async Task PressAsync(string key)
    {
        await Page.Keyboard.PressAsync(key);
        await SettleAsync();
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
