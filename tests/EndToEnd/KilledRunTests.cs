using System.Globalization;
using PixelShap.Video.Language.Tests;

namespace PixelShap.EndToEnd;

/// <summary>A run that is killed (SIGKILL) again and again: six times, or as often as <c>PIXELSHAP_KILLS</c> says.</summary>
public sealed class KilledRunTests : IDisposable
{
    private const int UsualKills = 6, Seed = 5;

    private static readonly int s_kills = int.TryParse(Environment.GetEnvironmentVariable("PIXELSHAP_KILLS"), CultureInfo.InvariantCulture, out int kills) ? kills : UsualKills;

    private readonly RemoteRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task Killed_again_and_again_a_run_pays_again_only_for_what_was_under_way_and_ends_the_same()
    {
        string[] settings =
        [
            "--set", "keyframes.interval_seconds=0.1", "--set", "keyframes.min_gap_seconds=0.1",
            "--set", "prompts.advice=What now?", "--set", "prompts.people=Who walks at {time}?", "--set", "attribution.estimator=bayes", "--set", "attribution.carry=false",
            "--set", "attribution.budget=3n",
        ];
        Run whole = _runs.New("whole"), killed = _runs.New("killed");
        await using ChatServer calm = await ChatServer.StartAsync(_ => Fault.None);
        Assert.Equal((0, ""), RemoteRuns.ErrorsOf(await _runs.ExecuteAsync(whole, calm, settings)));

        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None, TimeSpan.FromMilliseconds(20));
        var random = new Random(Seed);
        HashSet<string> kept = [];
        for (int kill = 0; kill < s_kills; kill++)
        {
            int before = server.Calls.Count, deadline = before + random.Next(0, 5);
            TimeSpan more = TimeSpan.FromMilliseconds(random.Next(0, 60));
            using Command command = Command.Start(_runs.Arguments(killed, server, settings), _runs.Environment);
            while (!command.HasExited && server.Calls.Count < deadline)
            {
                await Task.Delay(2);
            }

            await Task.Delay(more);
            Assert.False(command.HasExited, $"the run was over before kill {kill + 1}");
            command.KillAtOnce();
            await command.WaitAsync();
            AssertNothingKeptWasAskedAgain(server.Calls.Skip(before), kept);
            kept = Kept();

            // What was paid for and is not kept was under way at the kill.
            Assert.InRange(server.Calls.Skip(before).Count(call => !kept.Contains(call.CacheKey)), 0, RemoteRuns.Concurrency);
        }

        int last = server.Calls.Count;
        CommandResult result = await _runs.ExecuteAsync(killed, server, settings);
        Assert.Equal((0, ""), RemoteRuns.ErrorsOf(result));
        AssertNothingKeptWasAskedAgain(server.Calls.Skip(last), kept);
        Assert.NotEmpty(kept);
        RemoteRuns.AssertSameExports(whole, killed);
        _runs.AssertKeyIsNowhere(result);
    }

    private static void AssertNothingKeptWasAskedAgain(IEnumerable<ChatCall> calls, HashSet<string> kept) =>
        Assert.DoesNotContain(calls, call => kept.Contains(call.CacheKey));

    /// <summary>The answers that are on disk.</summary>
    private HashSet<string> Kept() => Directory.Exists(_runs.Cache)
        ? [.. Directory.EnumerateFiles(_runs.Cache, "*.json", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path)!)]
        : [];
}
