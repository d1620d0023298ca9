using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PixelShap.Testing;

namespace PixelShap.BrowserTests;

/// <summary>Runs that are started on the page.</summary>
[Collection(Workbench.Name)]
public sealed class JobTests(Workbench workbench)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private Server Server => workbench.Server;

    [ChromiumFact]
    public async Task A_clip_that_is_dropped_is_estimated_run_and_opened()
    {
        string clip = Path.Combine(workbench.Folder, "my <drive>.mp4");
        await MakeAsync(clip, 8);
        await using Window window = await workbench.OpenAsync("new");
        IPage page = window.Page;
        await page.Locator("#provider option").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        Assert.True(await page.IsDisabledAsync("#start"));
        await page.SetInputFilesAsync("#file", clip);
        await page.FillAsync("#prompt", "Who is in the way?");
        await page.WaitForFunctionAsync("() => !document.querySelector('#start').disabled");
        await page.SelectOptionAsync("#provider", "openai");
        Assert.True(await page.IsDisabledAsync("#start"), "What may cost money waits for its estimate.");
        await page.SelectOptionAsync("#provider", "narrator");
        await page.ClickAsync("#estimate");
        await page.WaitForFunctionAsync("() => /about 1 moments: [1-9]\\d* questions to narrator/.test(document.querySelector('#plan').textContent)", null, new PageWaitForFunctionOptions { Timeout = 60_000 });
        await page.ClickAsync("#start");
        await page.Locator(".job.done a").ClickAsync(new LocatorClickOptions { Timeout = 120_000 });
        await page.WaitForFunctionAsync("() => document.querySelector('#question')?.textContent === 'Who is in the way?'");
        Assert.Empty(window.Complaints);
        Assert.Equal("my--drive-.mp4", Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(workbench.Folder, "clips")))));
        JsonNode[] noted = [.. (await File.ReadAllLinesAsync(Path.Combine(workbench.Folder, "workbench.jsonl"))).Select(line => JsonNode.Parse(line)!)];
        Assert.Single(noted, line => (string)line["action"]! == "clip" && (string?)line["name"] == "my <drive>.mp4");
        Assert.Single(noted, line => (string)line["action"]! == "run" && (string?)line["prompt"] == "Who is in the way?");
    }

    [Fact]
    public async Task A_run_is_stopped_survives_the_server_and_is_gone_on_with()
    {
        (HttpStatusCode status, JsonNode job) = await Server.PostAsync("api/jobs", new JsonObject { ["clip"] = "sample:quiet-street" });
        Assert.True(status == HttpStatusCode.OK, job.ToJsonString());
        string id = (string)job["id"]!;
        await UntilAsync(id, state => (string)state["state"]! == "running" && (long?)state["done"] > 0 && (string?)state["phase"] == "analysing");
        await Server.PostAsync($"api/jobs/{id}/stop", new JsonObject());
        await UntilAsync(id, state => (string)state["state"]! == "stopped");
        await workbench.KillAndStartAgainAsync();
        JsonNode run = await workbench.FindAsync("quiet-street");
        Assert.Equal((id, "unfinished", true), ((string)run["id"]!, (string)run["state"]!, (bool)run["can_resume"]!));
        Assert.Equal(HttpStatusCode.OK, (await Server.PostAsync($"api/jobs/{id}/resume", new JsonObject())).Status);
        await UntilAsync(id, state => (string)state["state"]! == "running");
        await Server.PostAsync($"api/jobs/{id}/stop", new JsonObject());
        await UntilAsync(id, state => (string)state["state"]! == "stopped");
        JsonNode cut = await workbench.FindAsync("more/cut");
        (HttpStatusCode refused, JsonNode why) = await Server.PostAsync($"api/jobs/{cut["id"]}/resume", new JsonObject());
        Assert.Equal((HttpStatusCode.BadRequest, "That run was not started on this page."), (refused, (string)why["error"]!));
    }

    [Fact]
    public async Task What_is_no_clip_too_large_or_named_like_a_path_is_refused_or_harmless()
    {
        (HttpStatusCode status, JsonNode answer) = await SendAsync("../../../evil.mp4", "this is no video"u8.ToArray());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.DoesNotContain(workbench.Folder, (string)answer["error"]!, StringComparison.Ordinal);
        (status, answer) = await SendAsync("list.m3u8", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"u8.ToArray());
        Assert.NotEqual(HttpStatusCode.OK, status);
        (status, answer) = await SendAsync("empty.mp4", []);
        Assert.Contains("is empty", (string)answer["error"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Server.RawAsync("/api/clips?name=huge.mp4", method: "POST", headers: "X-PixelShap: 1\r\nContent-Length: 99999999999999\r\n"));
        Assert.Equal(HttpStatusCode.Forbidden, await Server.RawAsync("/api/clips?name=a.mp4", method: "POST", headers: "Content-Length: 0\r\nOrigin: https://attacker.example\r\n"));
        Assert.False(File.Exists(Path.Combine(workbench.Folder, "..", "evil.mp4")));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(workbench.Folder, "clips"), "*", new EnumerationOptions { AttributesToSkip = 0 }).Select(Path.GetFileName),
            name => name!.Contains("evil", StringComparison.Ordinal) || name.EndsWith(".partial", StringComparison.Ordinal));
        foreach (string clip in (string[])["../street/journal.psj", "sample:../README", "/etc/passwd", "sample:none", ""])
        {
            (status, answer) = await Server.PostAsync("api/jobs", new JsonObject { ["clip"] = clip });
            Assert.Equal((clip, HttpStatusCode.UnprocessableEntity), (clip, status));
        }

        (status, answer) = await Server.PostAsync("api/jobs", new JsonObject { ["clip"] = "sample:quiet-street", ["provider"] = "nobody" });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("vlm.provider", (string)answer["error"]!, StringComparison.Ordinal);
    }

    private static async Task MakeAsync(string path, int frames)
    {
        using System.Diagnostics.Process ffmpeg = System.Diagnostics.Process.Start("ffmpeg", ["-v", "error", "-y", "-nostdin", "-i", Samples.Street, "-frames:v", $"{frames}", "-c:v", "libx264", "-preset", "veryfast", path]);
        await ffmpeg.WaitForExitAsync();
        Assert.Equal(0, ffmpeg.ExitCode);
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> SendAsync(string name, byte[] bytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/clips?name={Uri.EscapeDataString(name)}") { Content = new ByteArrayContent(bytes), Headers = { { "X-PixelShap", "1" } } };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using HttpResponseMessage answer = await Server.Http.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private async Task UntilAsync(string id, Func<JsonNode, bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        JsonNode job;
        do
        {
            patience.Token.ThrowIfCancellationRequested();
            job = (await Server.GetAsync("api/jobs")).AsArray().Single(job => (string)job!["id"]! == id)!;
        }
        while (!holds(job));
    }
}
