using System.Collections.Concurrent;
using PixelShap.Video.Fleet.Cameras;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Queues;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.UseCases;

namespace PixelShap.Video.Fleet.Tests;

[Collection(Servers.Name)]
public sealed class CameraTests(FleetFixture fixture)
{
    [ServersFact]
    public async Task Cameras_of_a_worker_that_died_are_watched_by_another_and_what_it_still_writes_is_rejected()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        var table = new CameraTable(fleet.Database);
        await table.SetAsync([.. Enumerable.Range(0, 12).Select(number => ($"cam-{number}", "an entry"))], CancellationToken.None);
        await new CameraFeeder(fleet.Database, fleet.Queue, fleet.Options).FeedAsync(CancellationToken.None);

        // As a process does that is killed: it has taken messages and cameras, was seen, and says nothing any more.
        await SeenAsync(fleet, "dead");
        QueueLane lane = CameraFeeder.Lane(fleet.Options.CameraLease);
        List<CameraLease> dead = [];
        foreach (Delivery delivery in await fleet.Queue.TakeAsync(lane, CameraFeeder.Consumer, 12, CancellationToken.None))
        {
            dead.Add((await table.TakeAsync(delivery.Message!.Id, "dead", fleet.Options.CameraLease, CancellationToken.None))!);
        }

        Assert.Equal(12, dead.Count);
        Assert.Null(await table.TakeAsync("cam-3", "other", fleet.Options.CameraLease, CancellationToken.None));
        await using var living = new Watcher(fleet, "living");
        await fleet.UntilAsync("count(*) = 12 FROM cameras WHERE owner = 'living'");
        foreach (CameraLease lease in dead)
        {
            await Assert.ThrowsAsync<StaleEpochException>(() => fleet.Table.WriteAsync(lease.Run, "picture", "progress = 'x'", null, CancellationToken.None));
        }

        Assert.Equal(1, await table.RemoveAsync(["cam-3"], CancellationToken.None));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (living.Watched.ContainsKey("cam-3"))
        {
            await Task.Delay(30, patience.Token);
        }

        // A worker that lives keeps the others, longer than its lease.
        await Task.Delay(fleet.Options.CameraLease * 2);
        Assert.Equal(11, living.Watched.Count);
        Assert.Equal(24, await fleet.OneAsync<long>("SELECT count(*) FROM runs WHERE kind = 'camera'"));
    }

    [Fact]
    public void A_list_is_taken_apart_with_its_variables_and_a_password_that_is_written_out_is_refused()
    {
        (string name, string yaml) = Assert.Single(CameraEntries.Split("cameras:\n- name: gate\n  address: rtsp://10.0.0.1/cam\n  password: ${GATE}\n  settings: {live: {record: true}}\n", "list.yaml"));
        Assert.Equal("gate", name);
        Assert.Contains("${GATE}", yaml, StringComparison.Ordinal);
        Assert.Equal(yaml, Assert.Single(CameraEntries.Split(yaml, "again")).Yaml);
        string[] secrets =
        [
            "cameras:\n- {name: gate, address: 'rtsp://10.0.0.1/cam', password: hunter2}\n", "cameras:\n- {name: gate, address: 'rtsp://me:hunter2@10.0.0.1/cam'}\n",
            "cameras:\n- {name: gate, address: 'rtsp://10.0.0.1/cam', !x password: hunter2}\n", "cameras:\n- {name: gate, address: 'rtsp://10.0.0.1/cam', password: [hunter2]}\n",
        ];
        foreach (string secret in secrets)
        {
            PixelShapException refused = Assert.Throws<PixelShapException>(() => CameraEntries.Split(secret, "list.yaml"));
            Assert.Contains("password of 'gate'", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", refused.Message, StringComparison.Ordinal);
        }
    }

    private static Task<bool> SeenAsync(Fleet fleet, string name) =>
        new WorkerTable(fleet.Database).SeenAsync(new WorkerCard(name, [Pool.Cpu], 0, 12, "test"), begins: false, CancellationToken.None);

    /// <summary>The cameras of one worker, watched by doing nothing.</summary>
    private sealed class Watcher : ICameraWork, IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly FleetMetrics _metrics = new();
        private readonly Task _running;

        public Watcher(Fleet fleet, string name)
        {
            FleetParts parts = fleet.Parts(_metrics);
            _running = Task.WhenAll(new CameraKeeper(parts, name, 12, this).RunAsync(new RunSignals(_stop.Token, CancellationToken.None)), BeSeenAsync(fleet, name));
        }

        public ConcurrentDictionary<string, CameraLease> Watched { get; } = new();

        public async Task WatchAsync(CameraLease lease, RunSignals signals)
        {
            Watched[lease.Name] = lease;
            try
            {
                await Task.Delay(Timeout.Infinite, signals.Stop);
            }
            finally
            {
                Watched.TryRemove(lease.Name, out _);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            _stop.Dispose();
            _metrics.Dispose();
        }

        private async Task BeSeenAsync(Fleet fleet, string name)
        {
            while (!_stop.IsCancellationRequested)
            {
                await SeenAsync(fleet, name);
                await Task.WhenAny(Task.Delay(200, _stop.Token));
            }
        }
    }
}
