using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Fleet;
using PixelShap.Video.Fleet.Database;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Queues;
using PixelShap.Video.Runs;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands.Fleet;

/// <summary>The database and the queue of a fleet, for the time of one command.</summary>
internal sealed class FleetSession : IAsyncDisposable
{
    private readonly Interruption? _interruption;

    private FleetSession(FleetOptions options, string name, ILogger logger, Interruption? interruption)
    {
        Options = options;
        Database = FleetDatabase.At(options.Database, TimeProvider.System, logger);
        Queue = FleetQueue.At(options.Queue, name, logger);
        _interruption = interruption;
    }

    public FleetOptions Options { get; }

    public FleetDatabase Database { get; }

    public FleetQueue Queue { get; }

    public RunLedger Ledger => new(Database);

    public CancellationToken Stop => _interruption?.Stop ?? CancellationToken.None;

    /// <summary>Opens a session of a command that asks or steers, until Ctrl-C.</summary>
    public static Task<FleetSession> OpenAsync(FleetOptions options) => OpenAsync(options, "pixelshap", NullLogger.Instance, new Interruption(() => { }));

    /// <summary>Opens a session; makes or renews the tables.</summary>
    /// <exception cref="PixelShapException">The database cannot be used.</exception>
    public static async Task<FleetSession> OpenAsync(FleetOptions options, string name, ILogger logger, Interruption? interruption = null)
    {
        var session = new FleetSession(options, name, logger, interruption);
        try
        {
            await session.Database.MigrateAsync(session.Stop);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts what waits into the queue, so that machines may be started by its depth. A queue that is away is fed later, by a worker.</summary>
    public async Task FeedAsync()
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            patience.CancelAfter(TimeSpan.FromSeconds(10));
            await new JobFeeder(Database, Queue, Options).FeedAsync(patience.Token);
        }
        catch (Exception exception) when (FleetQueue.IsPassing(exception) && !Stop.IsCancellationRequested)
        {
            Consoles.Error().WriteLine($"The queue {Redacted.Address(Options.Queue)} does not answer; the database has everything, and a worker fills the queue when it is back.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Queue.DisposeAsync();
        await Database.DisposeAsync();
        _interruption?.Dispose();
    }
}
