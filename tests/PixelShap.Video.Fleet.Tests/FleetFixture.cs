using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Video.Fleet.Database;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Queues;
using PixelShap.Video.Fleet.Servers;

namespace PixelShap.Video.Fleet.Tests;

/// <summary>A test that needs the real servers, which <c>eng/setup.sh --with-tests</c> installs.</summary>
public sealed class ServersFactAttribute : FactAttribute
{
    public ServersFactAttribute() => Skip = NatsServer.IsThere && PostgresServer.IsThere ? null : "nats-server or PostgreSQL is not installed: eng/setup.sh --with-tests";
}

/// <summary>One of each server for all tests; each test has a database and a queue of its own.</summary>
public sealed class FleetFixture : IAsyncLifetime
{
    internal PostgresServer? Postgres { get; private set; }

    public async Task InitializeAsync() => Postgres = PostgresServer.IsThere && NatsServer.IsThere ? await PostgresServer.StartAsync(isDurable: false) : null;

    public async Task DisposeAsync()
    {
        if (Postgres is not null)
        {
            await Postgres.DisposeAsync();
        }
    }

    internal async Task<Fleet> MakeAsync() => await Fleet.MakeAsync(Postgres!.Connection(await Postgres.MakeAsync()), await NatsServer.StartAsync());
}

[CollectionDefinition(Name)]
public sealed class Servers : ICollectionFixture<FleetFixture>
{
    public const string Name = "servers";
}

/// <summary>A fleet with nothing in it.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private Fleet(FleetDatabase database, FleetQueue queue, NatsServer nats, FleetOptions options)
    {
        (Database, Queue, Nats, Options) = (database, queue, nats, options);
        Table = new RunTable(database);
        Ledger = new RunLedger(database);
    }

    public FleetDatabase Database { get; }

    public FleetQueue Queue { get; }

    public NatsServer Nats { get; }

    public FleetOptions Options { get; }

    public RunTable Table { get; }

    public RunLedger Ledger { get; }

    public static async Task<Fleet> MakeAsync(string connection, NatsServer nats)
    {
        var database = FleetDatabase.At(connection, TimeProvider.System, NullLogger.Instance);
        await database.MigrateAsync(CancellationToken.None);
        var options = new FleetOptions { Database = connection, Queue = nats.Address, Storage = "", Lease = TimeSpan.FromSeconds(1.5), CameraLease = TimeSpan.FromSeconds(1.5) };
        return new Fleet(database, FleetQueue.At(nats.Address, "test", NullLogger.Instance), nats, options);
    }

    public FleetParts Parts(FleetMetrics metrics) => new(Options, Database, Queue, metrics, TimeProvider.System, NullLogger.Instance);

    public Task SubmitAsync(int count, Priority priority = Priority.Normal, string prefix = "job") =>
        Ledger.SubmitAsync([.. Enumerable.Range(0, count).Select(number => Order($"{prefix}-{number}", priority))], CancellationToken.None);

    public static RunOrder Order(string input, Priority priority = Priority.Normal) => new(TestWork.TheKind, Pool.Cpu, priority, input, "", "");

    public async Task<T> OneAsync<T>(string sql) => (await Database.QueryAsync(sql, row => row.GetFieldValue<T>(0), CancellationToken.None))[0];

    /// <summary>Waits until the database says so.</summary>
    public async Task UntilAsync(string condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await OneAsync<bool>($"SELECT {condition}"))
        {
            await Task.Delay(30, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Queue.DisposeAsync();
        await Database.DisposeAsync();
        await Nats.DisposeAsync();
    }
}
