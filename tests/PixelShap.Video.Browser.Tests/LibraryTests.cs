using System.Net;
using System.Text.Json.Nodes;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PixelShap.EndToEnd;

namespace PixelShap.BrowserTests;

/// <summary>The pages of the workbench as a person uses them, and as an attacker does.</summary>
[Collection(Workbench.Name)]
public sealed class LibraryTests(Workbench workbench)
{
    private Server Server => workbench.Server;

    [ChromiumFact]
    public async Task From_the_list_of_runs_to_an_answer_without_a_road_user_by_keyboard_alone()
    {
        await workbench.FindAsync("street");
        await using Window window = await workbench.OpenAsync("");
        IPage page = window.Page;
        await page.Locator(".run").Nth(3).WaitForAsync();
        Assert.Matches("^[0-9]+ runs$", await page.InnerTextAsync("#count"));
        await page.FocusAsync("#words");
        await page.Keyboard.TypeAsync("street");
        await page.WaitForFunctionAsync("() => document.querySelector('#count').textContent.includes(' of ')");
        await page.Locator($"a[href='/{workbench.Run}ask']").PressAsync("Enter");
        await page.Locator("#players button").First.WaitForAsync();
        int before = await page.Locator("#asked li").CountAsync();
        string name = await page.Locator("#players .player-name").First.InnerTextAsync();
        await page.Locator("#players button").First.PressAsync("Space");
        Assert.Equal("true", await page.Locator("#players button").First.GetAttributeAsync("aria-pressed"));
        await page.WaitForFunctionAsync("() => /Nothing is asked|question/.test(document.querySelector('#cost').textContent)");
        await page.FocusAsync("#text");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.Locator("#answers .pair .coalition").Nth(1).WaitForAsync();
        Assert.Contains($"Without {name}", await page.InnerTextAsync("#answers .pair"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before + 1, await page.Locator("#asked li").CountAsync());
        Assert.True(await page.EvaluateAsync<bool>("Promise.all([...document.querySelectorAll('#answers img')].map(image => { image.loading = 'eager'; return image.decode().then(() => image.naturalWidth > 100); })).then(all => all.length === 2 && all.every(Boolean))"));
        Assert.Empty(window.Complaints);
        Assert.All(window.Requests.Where(request => request != "data:,"), request => Assert.StartsWith(Server.Address, request, StringComparison.Ordinal));
    }

    [ChromiumFact]
    public async Task A_phone_in_the_dark_and_in_German_shows_the_same_without_a_bar_to_the_side()
    {
        foreach (string path in (string[])["", "audit", workbench.Run + "ask"])
        {
            await using Window window = await workbench.OpenAsync(path, 390, 844, ColorScheme.Dark, "de-DE");
            await window.Page.Locator(path switch { "" => ".run", "audit" => ".subject", _ => "#players button" }).First.WaitForAsync();
            Assert.Equal("de", await window.Page.EvaluateAsync<string>("document.documentElement.lang"));
            Assert.True(await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
            Assert.Equal(0, await window.Page.EvaluateAsync<int>("[...document.querySelectorAll('button, a, select, input, textarea')].filter(item => item.checkVisibility() && !(item.textContent.trim() || item.ariaLabel || item.labels?.length || item.getAttribute('aria-labelledby') || item.title)).length"));
            Assert.Empty(window.Complaints);
        }
    }

    /// <summary>By axe, with its rules for WCAG: names for screen readers, contrast, roles, order.</summary>
    [ChromiumFact]
    public async Task No_page_has_a_barrier_that_axe_finds_in_light_or_dark()
    {
        foreach ((string path, string ready, ColorScheme scheme) in ((string, string, ColorScheme)[])
            [("", ".run", ColorScheme.Light), ("new", "#samples label", ColorScheme.Light), ("audit", ".subject", ColorScheme.Light), (workbench.Run + "ask", "#players button", ColorScheme.Light), (workbench.Run + "ask", "#players button", ColorScheme.Dark)])
        {
            await using Window window = await workbench.OpenAsync(path, scheme: scheme);
            await window.Page.Locator(ready).First.WaitForAsync();

            // What is dark differs in its colours alone.
            AxeResult result = await window.Page.RunAxe(scheme == ColorScheme.Light ? null : new AxeRunOptions { RunOnly = RunOnlyOptions.Rules("color-contrast") });
            Assert.Equal([], result.Violations.Select(violation => $"{path} {scheme}: {violation.Id} {string.Join(", ", violation.Nodes.Select(node => node.Html))}"));
            Assert.NotEmpty(result.Passes);
        }
    }

    [ChromiumFact]
    public async Task Script_in_names_classes_events_and_answers_stays_text()
    {
        await workbench.FindAsync("<b>bold</b>");
        await using Window window = await workbench.OpenAsync("?q=Beware");
        await window.Page.Locator(".hits li").First.WaitForAsync();
        string text = await window.Page.InnerTextAsync("#library");
        Assert.Contains("<b>bold</b>", text, StringComparison.Ordinal);
        Assert.Contains($"Beware {Workbench.Attack}", text, StringComparison.Ordinal);
        Assert.Equal("undefined", await window.Page.EvaluateAsync<string>("typeof window.hacked"));
        Assert.Equal(0, await window.Page.Locator("img[src='x'], #library b:text-is('bold')").CountAsync());
        Assert.Empty(window.Complaints);
    }

    /// <summary>The same as <c>pixelshap audit</c> says, and what somebody wrote into names and questions stays text.</summary>
    [ChromiumFact]
    public async Task What_the_answers_of_all_runs_rest_on_stands_on_a_page()
    {
        CommandResult told = await Command.RunAsync(["audit", workbench.Folder, "--json"]);
        JsonNode page = await Server.GetAsync("api/audit");
        Assert.Equal(JsonNode.Parse(told.Output)!.ToJsonString(), page["subjects"]!.ToJsonString());
        Assert.StartsWith("damaged: ", (string)Assert.Single(page["left_out"]!.AsArray())!, StringComparison.Ordinal);
        string table = await Server.Http.GetStringAsync("api/audit.csv");
        Assert.StartsWith("prompt_name,", table, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await Server.Http.GetAsync("api/audit?since=yesterday")).StatusCode);
        Assert.Equal(0, (int)(await Server.GetAsync("api/audit?since=2100-01-01"))["runs"]!);

        await using Window window = await workbench.OpenAsync("audit");
        await window.Page.Locator(".subject").First.WaitForAsync();
        Assert.Equal(page["subjects"]!.AsArray().Count, await window.Page.Locator(".subject").CountAsync());
        JsonNode share = page["subjects"]![0]!["verdicts"]![0]!["share"]!["value"]!;
        Assert.StartsWith($"{Math.Round((double)share * 100)} %", await window.Page.InnerTextAsync(".subject .audit tbody td:last-child >> nth=0"), StringComparison.Ordinal);
        Assert.Equal("undefined", await window.Page.EvaluateAsync<string>("typeof window.hacked"));
        Assert.Equal(0, await window.Page.Locator("img[src='x']").CountAsync());
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Runs_that_cannot_be_opened_are_listed_with_a_sentence_and_open_with_it()
    {
        JsonNode cut = await workbench.FindAsync("more/cut"), damaged = await workbench.FindAsync("damaged");
        Assert.Equal(("unfinished", "damaged"), ((string)cut["state"]!, (string)damaged["state"]!));
        Assert.Contains("goes on where it stopped", (string)cut["note"]!, StringComparison.Ordinal);
        Assert.Contains("is no journal", (string)damaged["note"]!, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"runs/{damaged["id"]}/") { Headers = { { "Accept", "text/html" } } };
        using HttpResponseMessage answer = await Server.Http.SendAsync(request);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, true), (answer.StatusCode, (await answer.Content.ReadAsStringAsync()).Contains("is no journal", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Words_find_answers_verdicts_and_classes_and_lead_to_the_moment()
    {
        await workbench.FindAsync("street");
        JsonNode line = JsonNode.Parse(File.ReadLines(Path.Combine(workbench.RunFolder, "attributions.jsonl")).First())!;
        string sentence = (string)line["verdict"]!["sentence"]!;
        JsonNode found = await Server.GetAsync($"api/runs?q={Uri.EscapeDataString($"\"{sentence}\"")}");
        JsonNode hit = found["runs"]!.AsArray().Single(run => (string)run!["name"]! == "street")!["hits"]![0]!;
        Assert.Equal((sentence, Math.Round((double)line["t"]!, 3)), ((string)hit["text"]!, Math.Round((double)hit["t"]!, 3)));
        Assert.Equal(0, (int)(await Server.GetAsync("api/runs?q=zebra"))["found"]!);
        Assert.Equal(0, (int)(await Server.GetAsync("api/runs?verdict=wording"))["found"]!);
    }

    /// <summary>What was read stays known while the files have the same time and length, so that hundreds of runs are listed without a look into them.</summary>
    [Fact]
    public async Task A_run_is_read_again_when_its_files_have_another_time_and_not_before()
    {
        string document = Path.Combine(workbench.Folder, "<b>bold</b>", "run.json"), text = await File.ReadAllTextAsync(document);
        string model = (string)(await workbench.FindAsync("<b>bold</b>"))["model"]!, other = new('x', model.Length);
        DateTime written = File.GetLastWriteTimeUtc(document);
        await File.WriteAllTextAsync(document, text.Replace($"\"model\":\"{model}\"", $"\"model\":\"{other}\"", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(document, written);
        await workbench.KeepAskingUntilAsync(TimeSpan.FromSeconds(2.5));
        Assert.Equal(model, (string)(await workbench.FindAsync("<b>bold</b>"))["model"]!);
        File.SetLastWriteTimeUtc(document, written.AddSeconds(1));
        await workbench.KeepAskingUntilAsync(TimeSpan.FromSeconds(2.5));
        Assert.Equal(other, (string)(await workbench.FindAsync("<b>bold</b>"))["model"]!);
    }

    [Fact]
    public async Task Only_these_pages_may_ask_and_only_under_this_machines_name()
    {
        string path = $"/{workbench.Run}ask";
        int before = File.Exists(Path.Combine(workbench.Folder, "workbench.jsonl")) ? (await File.ReadAllLinesAsync(Path.Combine(workbench.Folder, "workbench.jsonl"))).Length : 0;
        const string Own = "X-PixelShap: 1\r\nContent-Type: application/json\r\nContent-Length: 0\r\n";
        foreach (string headers in (string[])
            [
                "Content-Length: 0\r\n", "Content-Type: text/plain\r\nContent-Length: 0\r\nOrigin: https://attacker.example\r\n",
                Own + "Origin: https://attacker.example\r\n", Own + $"Origin: http://127.0.0.1:{Server.Port + 1}\r\n", Own + "Origin: null\r\n", Own + "Sec-Fetch-Site: cross-site\r\n", Own + "Sec-Fetch-Site: same-site\r\n",
            ])
        {
            Assert.Equal((headers, HttpStatusCode.Forbidden), (headers, await Server.RawAsync(path, method: "POST", headers: headers)));
        }

        foreach (string host in (string[])["attacker.example", "127.0.0.1.attacker.example", "localhost.", "0.0.0.0"])
        {
            Assert.Equal((host, HttpStatusCode.MisdirectedRequest), (host, await Server.RawAsync(path, host, "POST", Own)));
        }

        using var preflight = new HttpRequestMessage(HttpMethod.Options, workbench.Run + "ask") { Headers = { { "Origin", "https://attacker.example" }, { "Access-Control-Request-Headers", "x-pixelshap" } } };
        using HttpResponseMessage refused = await Server.Http.SendAsync(preflight);
        Assert.Equal((HttpStatusCode.Forbidden, false), (refused.StatusCode, refused.Headers.Contains("Access-Control-Allow-Origin")));
        using var large = new HttpRequestMessage(HttpMethod.Post, workbench.Run + "ask") { Content = new StringContent(new string(' ', 100_000), null, "application/json"), Headers = { { "X-PixelShap", "1" } } };
        using HttpResponseMessage tooLarge = await Server.Http.SendAsync(large);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        int after = File.Exists(Path.Combine(workbench.Folder, "workbench.jsonl")) ? (await File.ReadAllLinesAsync(Path.Combine(workbench.Folder, "workbench.jsonl"))).Length : 0;
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task With_a_token_nobody_gets_in_without_it()
    {
        const string Token = "0123456789abcdef";
        using Server server = await Server.StartAsync([workbench.Folder], new Dictionary<string, string?> { ["PIXELSHAP_TOKEN"] = Token });
        Assert.Equal(HttpStatusCode.Unauthorized, await server.RawAsync("/"));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.RawAsync("/api/runs?token=0123456789abcdeX"));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.RawAsync("/api/runs", headers: "Authorization: Bearer 0123456789abcdeX\r\n"));
        Assert.Equal(HttpStatusCode.OK, await server.RawAsync("/api/runs", headers: $"Authorization: Bearer {Token}\r\n"));
        using HttpResponseMessage page = await server.Http.GetAsync($"/?token={Token}");
        Assert.Equal((HttpStatusCode.OK, "/"), (page.StatusCode, page.RequestMessage!.RequestUri!.PathAndQuery));
        using HttpResponseMessage list = await server.Http.GetAsync("/api/runs");
        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
    }
}
