using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PixelShap.EndToEnd;
using PixelShap.Testing;

namespace PixelShap.BrowserTests;

/// <summary>
/// A folder of runs and a server that shows it: a run of the real command with the embedded model, one that was cut off, one that is damaged, and one whose exports are attacks.
/// </summary>
public sealed class Workbench : IAsyncLifetime
{
    public const string Name = "workbench";

    public const string Attack = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";

    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    internal string Folder { get; } = Directory.CreateTempSubdirectory("pixelshap-workbench-").FullName;

    internal Server Server { get; private set; } = null!;

    internal string RunFolder => Path.Combine(Folder, "street");

    /// <summary>The run's address.</summary>
    internal string Run { get; private set; } = "";

    public async Task InitializeAsync()
    {
        CommandResult result = await Command.RunAsync(
            ["run", Samples.Street, "--output", RunFolder, "--set", "video.annotated=false", "--set", "report=false", "--set", "exports=vtt", "--set", "keyframes.interval_seconds=0.7"]);
        Assert.True(result.ExitCode == 0, result.Error);
        string cut = Directory.CreateDirectory(Path.Combine(Folder, "more", "cut")).FullName, damaged = Directory.CreateDirectory(Path.Combine(Folder, "damaged")).FullName;
        byte[] journal = await File.ReadAllBytesAsync(Path.Combine(RunFolder, "journal.psj"));
        await File.WriteAllBytesAsync(Path.Combine(cut, "journal.psj"), journal[..(journal.Length / 2)]);
        await File.WriteAllTextAsync(Path.Combine(damaged, "journal.psj"), "this is no journal");
        await WriteAttackAsync(Directory.CreateDirectory(Path.Combine(Folder, "<b>bold</b>")).FullName);
        Server = await Server.StartAsync([Folder]);
        Run = $"runs/{(await FindAsync("street"))["id"]}/";
        if (File.Exists(ChromiumFactAttribute.Path))
        {
            _playwright = await Playwright.CreateAsync();
            _chromium = await Browser.LaunchAsync(_playwright);
        }
    }

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        _playwright?.Dispose();
        Server.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Starts the server again, as after a crash.</summary>
    internal async Task KillAndStartAgainAsync()
    {
        Server.Command.KillAtOnce();
        Server.Dispose();
        Server = await Server.StartAsync([Folder]);
    }

    /// <summary>A run of the library by its name, once all are read.</summary>
    internal async Task<JsonNode> FindAsync(string name)
    {
        JsonNode library = await Server.GetAsync("api/runs");
        while ((int)library["pending"]! > 0)
        {
            library = await Server.GetAsync("api/runs");
        }

        return library["runs"]!.AsArray().Single(run => (string)run!["name"]! == name)!;
    }

    /// <summary>Asks for the list until a while has passed, after which the server looks at the folder again.</summary>
    internal async Task KeepAskingUntilAsync(TimeSpan passed)
    {
        long start = TimeProvider.System.GetTimestamp();
        do
        {
            await Server.GetAsync("api/runs");
        }
        while (TimeProvider.System.GetElapsedTime(start) < passed);
    }

    internal async Task<Window> OpenAsync(string path, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light, string locale = "en-GB")
    {
        IBrowserContext context = await _chromium!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            Locale = locale,
        });
        var window = new Window(context, await context.NewPageAsync());
        await window.Page.GotoAsync(Server.Address + path);
        return window;
    }

    private async Task WriteAttackAsync(string folder)
    {
        foreach (string name in (string[])["journal.psj", "run.json", "attributions.jsonl"])
        {
            File.Copy(Path.Combine(RunFolder, name), Path.Combine(folder, name));
        }

        JsonNode document = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "run.json")))!;
        document["summary"]!["top_tracks"]![0]!["class"] = Attack;
        document["summary"]!["events"] = new JsonObject { [Attack] = 1 };
        await File.WriteAllTextAsync(Path.Combine(folder, "run.json"), document.ToJsonString());
        JsonNode line = JsonNode.Parse((await File.ReadAllLinesAsync(Path.Combine(folder, "attributions.jsonl")))[0])!;
        line["answer"] = $"Beware {Attack}";
        await File.WriteAllTextAsync(Path.Combine(folder, "attributions.jsonl"), line.ToJsonString() + "\n");
    }
}

/// <summary>The tests that share one workbench, one after the other.</summary>
[CollectionDefinition(Workbench.Name)]
public sealed class WorkbenchGroup : ICollectionFixture<Workbench>;
