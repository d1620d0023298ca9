using System.Text;
using System.Text.Json;
using PixelShap.Testing;
using PixelShap.Video.Language.Tests;

namespace PixelShap.EndToEnd;

/// <summary>Whole runs over a real clip that ask a server on this machine.</summary>
public sealed class RemoteModelRunTests : IDisposable
{
    private const string Clip = "data/video/udacity_vd_test_video.mp4";
    private const string Network = "models/yolo11n-seg_int8.onnx";
    private const int Concurrency = 4;
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SharedDataFact(Network, Clip)]
    public async Task Faulty_answers_change_no_value_and_nothing_is_asked_twice()
    {
        await using ChatServer calm = await ChatServer.StartAsync(_ => Fault.None);
        await using ChatServer rough = await ChatServer.StartAsync(FaultOf);
        Run whole = NewRun("calm"), shaken = NewRun("rough");
        Assert.Equal((0, ""), ErrorsOf(await RunAsync(whole, calm)));
        CommandResult result = await RunAsync(shaken, rough);
        Assert.Equal((0, ""), ErrorsOf(result));

        Assert.Contains(rough.Calls, call => !call.Answered);
        Assert.All(rough.Calls.Where(call => call.Answered).GroupBy(call => call.Key), answered => Assert.Single(answered));
        Assert.True(rough.MostAtOnce <= Concurrency);
        Assert.Equal(File.ReadAllBytes(whole.File("attributions.jsonl")), File.ReadAllBytes(shaken.File("attributions.jsonl")));
        Assert.Equal(File.ReadAllBytes(whole.File("tracks.jsonl")), File.ReadAllBytes(shaken.File("tracks.jsonl")));
        JsonElement usage = Summary(shaken).GetProperty("vlm_usage");
        Assert.Equal(rough.Calls.Count, usage.GetProperty("requests").GetInt32());
        Assert.Equal(rough.Calls.Count(call => call.Answered) * 110, usage.GetProperty("input_tokens").GetInt32() + usage.GetProperty("output_tokens").GetInt32());
        AssertKeyIsNowhere(result);
    }

    [SharedDataFact(Network, Clip)]
    public async Task What_is_refused_is_missing_and_said_so()
    {
        await using ChatServer server = await ChatServer.StartAsync(call => call.Content[0] % 4 == 0 ? Fault.Refusal : call.Content[0] % 4 == 1 ? Fault.FilteredQuestion : Fault.None);
        Run run = NewRun("refused");
        Assert.Equal((0, ""), ErrorsOf(await RunAsync(run, server)));
        List<JsonElement> lines = run.Lines("attributions.jsonl");
        int skipped = lines.Count(line => line.TryGetProperty("skipped", out _));
        int unanswered = lines.Sum(line => line.GetProperty("unanswered").GetArrayLength());
        int answered = lines.Sum(line => line.GetProperty("coalitions").GetArrayLength());
        Assert.Equal(8, lines.Count);
        Assert.Equal(server.Calls.Count(call => !call.Answered), skipped + unanswered);
        Assert.Equal(server.Calls.Count, lines.Count + unanswered + answered);
        Assert.True(skipped > 0 && unanswered > 0);
        Assert.DoesNotContain("I cannot help", File.ReadAllText(run.File("attributions.jsonl")), StringComparison.Ordinal);
        Assert.Equal(skipped, Summary(run).GetProperty("keyframes_skipped").GetInt32());
    }

    [SharedDataFact(Network, Clip)]
    public async Task A_run_killed_again_and_again_pays_only_for_what_was_under_way_and_ends_the_same()
    {
        await using ChatServer calm = await ChatServer.StartAsync(_ => Fault.None);
        Run whole = NewRun("whole"), killed = NewRun("killed");
        Assert.Equal((0, ""), ErrorsOf(await RunAsync(whole, calm)));

        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None, TimeSpan.FromMilliseconds(30));
        var random = new Random(5);
        int kills = 0;
        for (int i = 0; i < 6; i++)
        {
            int deadline = server.Calls.Count + random.Next(1, 8);
            using Command command = Command.Start(Arguments(killed, server), Environment);
            while (!command.HasExited && server.Calls.Count < deadline)
            {
                await Task.Yield();
            }

            kills += command.HasExited ? 0 : 1;
            command.KillAtOnce();
            await command.WaitAsync();
        }

        CommandResult last = await RunAsync(killed, server);
        Assert.Equal((0, ""), ErrorsOf(last));
        Assert.True(kills > 2, $"{kills} kills");
        int paidTwice = server.Calls.GroupBy(call => call.Key).Sum(same => same.Count() - 1);
        Assert.InRange(paidTwice, 0, kills * Concurrency);
        Assert.Equal(File.ReadAllBytes(whole.File("attributions.jsonl")), File.ReadAllBytes(killed.File("attributions.jsonl")));
        Assert.Equal(File.ReadAllBytes(whole.File("tracks.jsonl")), File.ReadAllBytes(killed.File("tracks.jsonl")));
        AssertKeyIsNowhere(last);
    }

    [SharedDataFact(Network, Clip)]
    public async Task A_spent_budget_ends_with_4_and_complete_results_and_a_larger_one_goes_on()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        Run run = NewRun("budget");
        CommandResult planned = await RunAsync(run, server, "--dry-run", "--json");
        Assert.Empty(server.Calls);
        int calls = JsonDocument.Parse(planned.Output).RootElement.GetProperty("calls").GetInt32();

        CommandResult ended = await RunAsync(run, server, "--set", "vlm.budget.max_calls=12");
        Assert.Equal(4, ended.ExitCode);
        Assert.Contains("max_calls", ended.Error, StringComparison.Ordinal);
        Assert.Equal(12, server.Calls.Count);
        Assert.NotEmpty(run.Lines("attributions.jsonl"));
        Assert.Equal(12, Summary(run).GetProperty("vlm_usage").GetProperty("requests").GetInt32());

        Assert.Equal((0, ""), ErrorsOf(await RunAsync(run, server, "--set", "vlm.budget.max_calls=1000")));
        Assert.Equal(8, run.Lines("attributions.jsonl").Count);
        Assert.Equal(calls, server.Calls.Count);

        Run offline = NewRun("offline");
        Assert.Equal((0, ""), ErrorsOf(await RunAsync(offline, server, "--offline")));
        Assert.Equal(calls, server.Calls.Count);
        Assert.Equal(File.ReadAllBytes(run.File("attributions.jsonl")), File.ReadAllBytes(offline.File("attributions.jsonl")));
        CommandResult missing = await RunAsync(NewRun("missing"), server, "--offline", "--set", "prompt=Something else?");
        Assert.Equal(4, missing.ExitCode);
        Assert.Contains("not in the response cache", missing.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    /// <summary>One in five fails, in one of the ways that pass.</summary>
    private static Fault FaultOf(ChatCall call)
    {
        Fault[] faults =
        [
            Fault.TooManyRequests, Fault.TooManyRequestsRetryAfter, Fault.InternalError, Fault.Unavailable, Fault.Reset, Fault.Hang,
            Fault.TruncatedJson, Fault.EmptyChoices, Fault.WrongContentType,
        ];
        int draw = (call.Content[4] * 256) + call.Content[5] + (call.Attempt * 7919);
        return draw % 5 == 0 ? faults[draw / 5 % faults.Length] : Fault.None;
    }

    private IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?> { ["OPENAI_API_KEY"] = ChatServer.Key };

    private string[] Arguments(Run run, ChatServer server, params string[] more) =>
    [
        "run", Path.Combine(SharedData.RepositoryRoot, "pipelines", "dashcam-offline.yaml"), "--input", SharedData.Path(Clip), "--output", run.Folder,
        "--set", "vlm.provider=openai", "--set", "vlm.model=test", "--set", $"vlm.base_url={server.BaseUrl}", "--set", $"vlm.concurrency={Concurrency}",
        "--set", "vlm.limits.call_timeout_seconds=2", "--set", "vlm.retry.first_delay_seconds=0.05", "--set", "vlm.retry.max_delay_seconds=0.2",
        "--set", $"vlm.cache.directory={Path.Combine(_folder, "cache")}", "--set", "attribution.estimator=edge", "--set", "attribution.max_players=3",
        "--set", "keyframes.interval_seconds=0.2", "--set", "video.annotated=false", .. more,
    ];

    private Task<CommandResult> RunAsync(Run run, ChatServer server, params string[] more) => Command.RunAsync(Arguments(run, server, more), Environment);

    private static (int ExitCode, string Error) ErrorsOf(CommandResult result) =>
        (result.ExitCode, result.Error.Split('\n').FirstOrDefault(line => line.StartsWith("error", StringComparison.Ordinal)) ?? "");

    private static JsonElement Summary(Run run) => JsonDocument.Parse(File.ReadAllText(run.File("run.json"))).RootElement.GetProperty("summary");

    private void AssertKeyIsNowhere(CommandResult result)
    {
        byte[] key = Encoding.ASCII.GetBytes(ChatServer.Key);
        string[] files = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories);
        Assert.True(files.Length > 8);
        Assert.All(files, file => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(key)));
        Assert.DoesNotContain(ChatServer.Key, result.Output + result.Error, StringComparison.Ordinal);
    }

    private Run NewRun(string name) => new(Path.Combine(_folder, name));
}
