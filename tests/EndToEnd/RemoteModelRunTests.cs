using System.Text.Json;
using PixelShap.Testing;
using PixelShap.Video.Language.Tests;

namespace PixelShap.EndToEnd;

/// <summary>Whole runs over a real clip that ask a server on this machine.</summary>
public sealed class RemoteModelRunTests : IDisposable
{
    private readonly RemoteRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task What_is_refused_is_missing_and_said_so()
    {
        await using ChatServer server = await ChatServer.StartAsync(call => call.Content[0] % 4 == 0 ? Fault.Refusal : call.Content[0] % 4 == 1 ? Fault.FilteredQuestion : Fault.None);
        Run run = _runs.New("refused");

        // Two players have three coalitions: no more can be under way while the whole picture is refused.
        Assert.Equal((0, ""), RemoteRuns.ErrorsOf(await _runs.ExecuteAsync(run, server, "--set", "attribution.max_players=2")));
        List<JsonElement> lines = run.Lines("attributions.jsonl");
        int skipped = lines.Count(line => line.TryGetProperty("skipped", out _));
        int unanswered = lines.Sum(line => line.GetProperty("unanswered").GetArrayLength());
        int answered = lines.Sum(line => line.GetProperty("coalitions").GetArrayLength());
        Assert.Equal(8, lines.Count);
        Assert.True(skipped > 0 && unanswered > 0);

        // A keyframe that had to be skipped may have asked about masked images in vain, but not after another one that had to be skipped.
        int inVain = server.Calls.Count - (lines.Count + unanswered + answered);
        int afterAnAnswer = lines.Where((line, i) => line.TryGetProperty("skipped", out _) && (i == 0 || !lines[i - 1].TryGetProperty("skipped", out _))).Count();
        Assert.InRange(inVain, 0, afterAnAnswer * (RemoteRuns.Concurrency - 1));
        Assert.InRange(server.Calls.Count(call => !call.Answered), skipped + unanswered, skipped + unanswered + inVain);
        Assert.DoesNotContain("I cannot help", File.ReadAllText(run.File("attributions.jsonl")), StringComparison.Ordinal);
        Assert.Equal(skipped, RemoteRuns.Summary(run).GetProperty("keyframes_skipped").GetInt32());
    }

    [Theory]
    [InlineData(nameof(Fault.Unavailable), "that the service is up", 2)]
    [InlineData(nameof(Fault.TooLarge), "vlm.max_image_side", 1)]
    [InlineData(nameof(Fault.ReasoningAlone), "doctor --vlm", 1)]
    public async Task A_run_without_a_single_answer_is_no_success_and_says_what_to_do(string fault, string advice, int times)
    {
        // A service that has answered once may have something against single pictures alone: the run goes on to its end.
        await using ChatServer server = await ChatServer.StartAsync(call => call.Number == 0 ? Fault.None : Enum.Parse<Fault>(fault));
        Run run = _runs.New("down");
        string[] patient = ["--set", "vlm.preflight=true", "--set", "vlm.retry.max_attempts=1", "--set", "vlm.retry.give_up_after=0"];
        for (int i = 0; i < times; i++)
        {
            CommandResult result = await _runs.ExecuteAsync(run, server, patient);
            Assert.Equal(4, result.ExitCode);
            string said = string.Join(' ', result.Error.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
            Assert.Contains("No question got an answer", said, StringComparison.Ordinal);
            Assert.Contains(advice, said, StringComparison.Ordinal);
        }

        Assert.Equal(8, run.Lines("attributions.jsonl").Count);
        Assert.All(run.Lines("attributions.jsonl"), line => Assert.True(line.TryGetProperty("skipped", out _)));
    }

    /// <summary>What is wrong with a service is not to be mended by another question.</summary>
    [Theory]
    [InlineData(nameof(Fault.Refusal), 1, "Ask another question")]
    [InlineData(nameof(Fault.FilteredQuestion), 1, "without this rule")]
    [InlineData(nameof(Fault.ContentFilter), 1, "without this rule")]
    [InlineData(nameof(Fault.EmptyAnswer), 1, "Raise vlm.max_tokens")]
    [InlineData(nameof(Fault.Unavailable), 1, "that the service is up")]
    [InlineData(nameof(Fault.TooManyRequests), 1, "vlm.limits.requests_per_minute")]
    [InlineData(nameof(Fault.ReasoningAlone), 1, "switch its reasoning parser")]
    [InlineData(nameof(Fault.TooLarge), 1, "vlm.max_image_side")]
    [InlineData(nameof(Fault.WrongKey), 2, "Check the key")]
    [InlineData(nameof(Fault.NoCredit), 4, "Add credit")]
    public async Task A_still_without_an_answer_is_told_what_fits_the_cause(string fault, int exitCode, string advice)
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Enum.Parse<Fault>(fault));
        CommandResult result = await Command.RunAsync(
            ["explain", Samples.Picture, "--output", Path.Combine(_runs.Folder, "still"), .. _runs.Settings(server), "--set", "vlm.concurrency=1"], _runs.Environment);
        string said = string.Join(' ', result.Error.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains("error:", said, StringComparison.Ordinal);
        Assert.Contains(advice, said, StringComparison.Ordinal);
        Assert.Equal(fault == nameof(Fault.Refusal), said.Contains("Ask another question", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wait_before_the_first_keyframe_is_shown_in_the_progress_line_and_the_log()
    {
        await using ChatServer server = await ChatServer.StartAsync(call => call.Number == 0 ? Fault.TooManyRequestsForAWhile : Fault.None);
        Run run = _runs.New("waiting");
        CommandResult result = await _runs.ExecuteAsync(run, server, "--set", "vlm.preflight=true", "--set", "keyframes.interval_seconds=10");
        Assert.Equal((0, ""), RemoteRuns.ErrorsOf(result));
        Assert.Matches(@"preparing: .*waiting \d s: the service was asked too often", result.Error);
        Assert.Contains("Waiting ", File.ReadAllText(run.File("log.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_prompts_ask_about_the_same_pictures_and_have_importance_of_their_own()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        Run run = _runs.New("prompts");
        string[] prompts = ["--set", "prompts.advice=What now?", "--set", "prompts.people=Who walks at {time} among {labels}?"];
        CommandResult result = await _runs.ExecuteAsync(run, server, prompts);
        Assert.Equal((0, ""), RemoteRuns.ErrorsOf(result));
        Assert.Contains("depended on most: people", result.Output, StringComparison.Ordinal);

        List<JsonElement> lines = run.Lines("attributions.jsonl");
        Assert.Equal(16, lines.Count);
        Assert.All(lines.Chunk(2), pair =>
        {
            Assert.Equal(["advice", "people"], pair.Select(line => line.GetProperty("prompt_name").GetString()));
            Assert.Equal(pair[0].GetProperty("frame").GetInt64(), pair[1].GetProperty("frame").GetInt64());
        });
        Assert.Equal("Who walks at 0:00.1 among car (19), truck (1)?", lines[1].GetProperty("prompt").GetString());
        Assert.All(server.Calls.SelectMany(call => call.Images).GroupBy(image => image), asked => Assert.Equal(2, asked.Count()));
        Assert.All(run.Lines("tracks.jsonl"), line =>
        {
            JsonElement both = line.GetProperty("by_prompt");
            Assert.Equal(line.GetProperty("importance").GetRawText(), both.GetProperty("advice").GetProperty("importance").GetRawText());
            Assert.True(both.TryGetProperty("people", out _));
        });
        Assert.Equal(["advice", "people"], RemoteRuns.Summary(run).GetProperty("prompts").EnumerateArray().Select(prompt => prompt.GetProperty("name").GetString()));
        Assert.Equal(server.Calls.Count, RemoteRuns.Summary(run).GetProperty("vlm_calls").GetInt32());
    }

    [Fact]
    public async Task A_spent_budget_ends_with_4_and_complete_results_and_a_larger_one_goes_on()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        Run run = _runs.New("budget");
        CommandResult planned = await _runs.ExecuteAsync(run, server, "--dry-run", "--json");
        Assert.Empty(server.Calls);
        int calls = JsonDocument.Parse(planned.Output).RootElement.GetProperty("calls").GetInt32();

        CommandResult ended = await _runs.ExecuteAsync(run, server, "--set", "vlm.budget.max_calls=12");
        Assert.Equal(4, ended.ExitCode);
        Assert.Contains("max_calls", ended.Error, StringComparison.Ordinal);
        Assert.Equal(12, server.Calls.Count);
        Assert.NotEmpty(run.Lines("attributions.jsonl"));
        Assert.Equal(12, RemoteRuns.Summary(run).GetProperty("vlm_usage").GetProperty("requests").GetInt32());

        Assert.Equal((0, ""), RemoteRuns.ErrorsOf(await _runs.ExecuteAsync(run, server, "--set", "vlm.budget.max_calls=1000")));
        Assert.Equal(8, run.Lines("attributions.jsonl").Count);

        // What both processes asked, and what it cost.
        JsonElement usage = RemoteRuns.Summary(run).GetProperty("vlm_usage");
        Assert.Equal(server.Calls.Count, usage.GetProperty("requests").GetInt32());
        Assert.Equal(server.Calls.Count, usage.GetProperty("answers").GetInt32());
        Assert.Equal(110 * server.Calls.Count, usage.GetProperty("input_tokens").GetInt32() + usage.GetProperty("output_tokens").GetInt32());
        Assert.Equal(calls, server.Calls.Count);

        Run offline = _runs.New("offline");
        Assert.Equal((0, ""), RemoteRuns.ErrorsOf(await _runs.ExecuteAsync(offline, server, "--offline")));
        Assert.Equal(calls, server.Calls.Count);
        Assert.Equal(File.ReadAllBytes(run.File("attributions.jsonl")), File.ReadAllBytes(offline.File("attributions.jsonl")));
        CommandResult missing = await _runs.ExecuteAsync(_runs.New("missing"), server, "--offline", "--set", "prompt=Something else?");
        Assert.Equal(4, missing.ExitCode);
        Assert.Contains("is cached yet", missing.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_of_a_long_clip_looks_at_parts_and_comes_near_the_whole()
    {
        string clip = Path.Combine(_runs.New("long").Folder + ".mp4");
        using (var ffmpeg = System.Diagnostics.Process.Start("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=1:d=120", "-c:v", "libx264", "-pix_fmt", "yuv420p", clip]))
        {
            await ffmpeg.WaitForExitAsync();
        }

        string folder = _runs.New("whole").Folder;
        string[] quick = ["--json", "--set", "video.annotated=false", "--set", "report=false", "--set", "exports=[none]", "--set", "attribution.max_players=1", "--set", "attribution.controls=never"];
        CommandResult planned = await Command.RunAsync(["run", clip, "--dry-run", .. quick]);
        CommandResult whole = await Command.RunAsync(["run", clip, "--output", folder, .. quick]);

        Assert.True(planned.ExitCode == 0, planned.Error);
        JsonElement plan = JsonDocument.Parse(planned.Output).RootElement;
        Assert.Equal((60, 120), (plan.GetProperty("sampled_seconds").GetDouble(), plan.GetProperty("clip_seconds").GetDouble()));
        int keyframes = JsonDocument.Parse(whole.Output).RootElement.GetProperty("summary").GetProperty("keyframes").GetInt32();
        Assert.InRange(plan.GetProperty("keyframes").GetInt32(), .8 * keyframes, 1.25 * keyframes);
        File.Delete(clip);
    }
}
