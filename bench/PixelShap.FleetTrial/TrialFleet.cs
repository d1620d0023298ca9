using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Video.Fleet;
using PixelShap.Video.Fleet.Database;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Queues;
using PixelShap.Video.Fleet.Servers;

namespace PixelShap.FleetTrial;

/// <summary>Real servers, and workers as processes of their own.</summary>
internal sealed class TrialFleet : IAsyncDisposable
{
    private readonly Dictionary<string, Process> _workers = [];

    private TrialFleet(PostgresServer postgres, NatsServer nats)
    {
        (Postgres, Nats) = (postgres, nats);
        Database = FleetDatabase.At(postgres.Connection(), TimeProvider.System, NullLogger.Instance);
        Queue = FleetQueue.At(nats.Address, "trial", NullLogger.Instance);
        Options = new FleetOptions { Database = postgres.Connection(), Queue = nats.Address, Storage = "" };
    }

    public PostgresServer Postgres { get; }

    public NatsServer Nats { get; }

    public FleetDatabase Database { get; }

    public FleetQueue Queue { get; }

    public FleetOptions Options { get; }

    public static async Task<TrialFleet> StartAsync()
    {
        var fleet = new TrialFleet(await PostgresServer.StartAsync(isDurable: true), await NatsServer.StartAsync());
        await fleet.Database.MigrateAsync(CancellationToken.None);
        await fleet.Database.ExecuteAsync(
            """
            CREATE TABLE trial_commits (run text, epoch bigint, owner text, at timestamptz DEFAULT clock_timestamp());
            CREATE TABLE trial_pictures (camera text, run text, owner text, at timestamptz DEFAULT clock_timestamp())
            """,
            CancellationToken.None);
        return fleet;
    }

    /// <summary>Starts a worker.</summary>
    public Process Work(string name, params (string Name, object Value)[] more)
    {
        var start = new ProcessStartInfo("dotnet");
        Dictionary<string, string> all = new() { ["name"] = name, ["database"] = Postgres.Connection(), ["nats"] = Nats.Address };
        if (Environment.GetEnvironmentVariable("TRIAL_LOG") is { } log)
        {
            all["log"] = log;
        }

        foreach ((string key, object value) in more)
        {
            all[key] = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        }

        foreach (string argument in (string[])[typeof(TrialFleet).Assembly.Location, "worker", .. all.SelectMany(pair => (string[])[pair.Key, pair.Value])])
        {
            start.ArgumentList.Add(argument);
        }

        // A key that is none: the service of the trial asks for one.
        start.Environment["OPENAI_API_KEY"] = Video.Language.Tests.ChatServer.Key;
        start.Environment["TieredPGO"] = "0";
        Process process = Process.Start(start)!;
        _workers[name] = process;
        return process;
    }

    /// <summary>Submits jobs of the trial.</summary>
    public async Task SubmitAsync(int count, TrialTask task, string prefix = "job")
    {
        foreach (int[] chunk in Enumerable.Range(0, count).Chunk(10_000))
        {
            await new RunLedger(Database).SubmitAsync([.. chunk.Select(number => new RunOrder(TrialTask.Kind, Pool.Cpu, Priority.Normal, $"{prefix} {number}", task.Write(), ""))], CancellationToken.None);
        }
    }

    public async Task<long> CountAsync(string sql, params (string Name, object? Value)[] values) => (await Database.QueryAsync(sql, row => row.GetInt64(0), CancellationToken.None, values))[0];

    public Task<long> DoneAsync() => CountAsync("SELECT count(*) FROM runs WHERE state = 'done' AND kind = 'trial'");

    /// <summary>Waits until as many runs are done.</summary>
    public async Task<TimeSpan> UntilDoneAsync(long count, TimeSpan? most = null)
    {
        var watch = Stopwatch.StartNew();
        while (await DoneAsync() < count && watch.Elapsed < (most ?? TimeSpan.FromMinutes(15)))
        {
            await Task.Delay(100);
        }

        return watch.Elapsed;
    }

    public static void Signal(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public static async Task KillAsync(Process process)
    {
        Signal(process, "KILL");
        await process.WaitForExitAsync();
    }

    /// <summary>Commits, and those that were made twice; starts; writes that were rejected.</summary>
    public async Task<(long Commits, long Twice, long Starts, long Stale)> SumAsync() => (
        await CountAsync("SELECT count(*) FROM trial_commits"),
        await CountAsync("SELECT count(*) - count(DISTINCT run) FROM trial_commits"),
        await CountAsync("SELECT coalesce(sum(starts), 0) FROM runs WHERE kind = 'trial'"),
        await CountAsync("SELECT count(*) FROM stale_writes"));

    public async ValueTask DisposeAsync()
    {
        foreach (Process worker in _workers.Values.Where(worker => !worker.HasExited))
        {
            await KillAsync(worker);
        }

        await Queue.DisposeAsync();
        await Database.DisposeAsync();
        await Nats.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}
