using System.Text.Json;
using PixelShap.Video.Language.Tests;

namespace PixelShap.EndToEnd;

/// <summary>Runs over a real clip that ask a service of which every fifth answer is faulty, within limits per minute.</summary>
public sealed class FaultyRunTests : IDisposable
{
    // A question takes an estimated 740 tokens at most: 425 for a picture of 640 x 360, 300 for the answer, the rest for the text.
    private const int RequestsPerMinute = 45, TokensPerMinute = 33_000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly RemoteRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task An_output_folder_that_vanishes_during_the_run_is_named()
    {
        Run run = _runs.New("vanishing");
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None, TimeSpan.FromMilliseconds(20));
        using Command command = Command.Start(_runs.Arguments(run, server), _runs.Environment);
        while (!command.HasExited && server.Calls.Count < 4)
        {
            await Task.Delay(5);
        }

        Directory.Delete(run.Folder, recursive: true);
        CommandResult result = await command.WaitAsync();
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"The output directory {run.Folder} is gone", result.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Folder));
    }

    [Fact]
    public async Task Faulty_answers_change_no_value_nothing_is_asked_twice_and_no_minute_holds_too_much()
    {
        await using ChatServer calm = await ChatServer.StartAsync(_ => Fault.None);
        await using ChatServer rough = await ChatServer.StartAsync(FaultOf);
        await using ChatServer dear = await ChatServer.StartAsync(FaultOf);
        Run whole = _runs.New("calm"), shaken = _runs.New("rough"), limited = _runs.New("dear");

        // Both wait for a minute, so they wait together.
        Task<CommandResult> byRequests = _runs.ExecuteAsync(shaken, rough, "--set", $"vlm.limits.requests_per_minute={RequestsPerMinute}");
        Task<CommandResult> byTokens = _runs.ExecuteAsync(limited, dear, "--set", $"vlm.limits.tokens_per_minute={TokensPerMinute}");
        Assert.Equal((0, ""), RemoteRuns.ErrorsOf(await _runs.ExecuteAsync(whole, calm)));
        foreach ((Run run, ChatServer server, Task<CommandResult> running) in ((Run, ChatServer, Task<CommandResult>)[])[(shaken, rough, byRequests), (limited, dear, byTokens)])
        {
            CommandResult result = await running;
            Assert.Equal((0, ""), RemoteRuns.ErrorsOf(result));
            RemoteRuns.AssertSameExports(whole, run);
            Assert.InRange(server.Calls.Count(call => !call.Answered) / (double)server.Calls.Count, 0.1, 0.35);
            Assert.All(server.Calls.Where(call => call.Answered).GroupBy(call => call.Key), answered => Assert.Single(answered));
            Assert.True(server.MostAtOnce <= RemoteRuns.Concurrency);
            AssertEveryKeyframeIsAccountedFor(run, server);
        }

        _runs.AssertKeyIsNowhere(await byRequests, await byTokens);
        Assert.InRange(MostInAMinute(rough), 2, RequestsPerMinute);
        Assert.InRange(MostInAMinute(dear), 2, TokensPerMinute / 725);
        Assert.True(rough.Calls.Count > RequestsPerMinute && dear.Calls.Count > TokensPerMinute / 725, "no limit was reached");
    }

    private static void AssertEveryKeyframeIsAccountedFor(Run run, ChatServer server)
    {
        JsonElement summary = RemoteRuns.Summary(run), usage = summary.GetProperty("vlm_usage");
        Assert.Equal((8, 8, 0), (run.Lines("attributions.jsonl").Count, summary.GetProperty("keyframes").GetInt32(), summary.GetProperty("keyframes_skipped").GetInt32()));
        Assert.Equal(server.Calls.Count, usage.GetProperty("requests").GetInt32());
        Assert.Equal(server.Calls.Count(call => call.Answered), usage.GetProperty("answers").GetInt32());
        Assert.Equal(server.Calls.Count(call => call.Answered) * 110, usage.GetProperty("input_tokens").GetInt32() + usage.GetProperty("output_tokens").GetInt32());
    }

    /// <summary>The most requests that arrived within any minute, by the server's clock.</summary>
    private static int MostInAMinute(ChatServer server)
    {
        DateTimeOffset[] times = [.. server.Calls.Select(call => call.At).Order()];
        return times.Max(start => times.Count(at => at >= start && at - start < Minute));
    }

    /// <summary>One in five fails, in one of the ways that pass.</summary>
    private static Fault FaultOf(ChatCall call)
    {
        Fault[] faults =
        [
            Fault.TooManyRequests, Fault.TooManyRequestsRetryAfter, Fault.InternalError, Fault.Unavailable, Fault.Reset, Fault.Hang,
            Fault.TruncatedJson, Fault.EmptyChoices, Fault.WrongContentType, Fault.Slow,
        ];
        int draw = (call.Content[4] * 256) + call.Content[5] + (call.Attempt * 7919);
        return draw % 5 == 0 ? faults[draw / 5 % faults.Length] : Fault.None;
    }
}
