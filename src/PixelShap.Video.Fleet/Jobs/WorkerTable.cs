using PixelShap.Video.Fleet.Database;

namespace PixelShap.Video.Fleet.Jobs;

/// <summary>The list of workers, as each writes its own line.</summary>
/// <param name="database">The database.</param>
public sealed class WorkerTable(FleetDatabase database)
{
    /// <summary>Tells that a worker lives.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="begins">Whether it begins, so that what was wanted of another of its name is over.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether somebody wants it to finish.</returns>
    public async Task<bool> SeenAsync(WorkerCard worker, bool begins, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(worker);
        return (await database.QueryAsync(
            """
            INSERT INTO workers (name, pools, slots, cameras, version) VALUES (@name, @pools, @slots, @cameras, @version)
            ON CONFLICT (name) DO UPDATE SET seen_at = clock_timestamp(), pools = @pools, slots = @slots, cameras = @cameras, version = @version, draining = workers.draining AND NOT @begins
            RETURNING draining
            """,
            row => row.GetBoolean(0),
            cancellationToken,
            ("name", worker.Name), ("pools", worker.Pools.Select(pool => pool.Word()).ToArray()), ("slots", worker.Slots), ("cameras", worker.Cameras), ("version", worker.Version), ("begins", begins)))[0];
    }

    /// <summary>Takes a worker off the list.</summary>
    public Task GoneAsync(WorkerCard worker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(worker);
        return database.ExecuteAsync("DELETE FROM workers WHERE name = @name", cancellationToken, ("name", worker.Name));
    }
}

/// <summary>What a worker is.</summary>
/// <param name="Name">Its name, which no other worker has.</param>
/// <param name="Pools">Whose runs it takes.</param>
/// <param name="Slots">How many at a time.</param>
/// <param name="Cameras">How many cameras it takes at most.</param>
/// <param name="Version">The program.</param>
public sealed record WorkerCard(string Name, IReadOnlyList<Pool> Pools, int Slots, int Cameras, string Version);
