using PixelShap.Video.Fleet.Database;
using PixelShap.Video.Fleet.Jobs;

namespace PixelShap.Video.Fleet.Cameras;

/// <summary>
/// The cameras of a fleet. Each time that one is given to a worker is a run of its own: the run of the worker before ends in the same moment, so that what that one still writes is rejected like any
/// other write of an epoch that is over.
/// </summary>
/// <param name="database">The database.</param>
public sealed class CameraTable(FleetDatabase database)
{
    // A worker that lives keeps its cameras, even where the queue has lost sight of it: only then would a camera be watched twice.
    private const string Take = """
        WITH old AS (
            SELECT name, run FROM cameras WHERE name = @name AND NOT removed
                AND (owner IS NULL OR owner = @owner OR NOT EXISTS (SELECT FROM workers WHERE workers.name = cameras.owner AND seen_at > clock_timestamp() - @lease))
            FOR UPDATE),
        taken AS (
            UPDATE cameras SET epoch = epoch + 1, owner = @owner, state = 'watching', since = clock_timestamp(), reason = NULL, run = 'camera-' || cameras.name || '-' || (epoch + 1)
            FROM old WHERE cameras.name = old.name RETURNING cameras.run, cameras.entry),
        ended AS (
            UPDATE runs SET state = 'done', epoch = epoch + 1, ended_at = clock_timestamp(), lease_until = NULL, reason = 'the camera went to ' || @owner
            WHERE id = (SELECT run FROM old) AND state = 'running'),
        made AS (
            INSERT INTO runs (id, kind, pool, priority, input, settings, state, epoch, owner, starts, started_at, lease_until)
            SELECT run, 'camera', 'cpu', 'high', @name, '', 'running', 1, @owner, 1, clock_timestamp(), 'infinity' FROM taken)
        SELECT run, entry FROM taken
        """;

    /// <summary>Tries to get a camera.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="owner">Who wants it.</param>
    /// <param name="lease">How long a worker may be silent.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The camera; null where it is not given.</returns>
    public async Task<CameraLease?> TakeAsync(string name, string owner, TimeSpan lease, CancellationToken cancellationToken) => (await database.QueryAsync(
        Take,
        row => new CameraLease(name, row.GetString(1), new RunLease(row.GetString(0), 1, owner, RunOrder.Camera, name, "", 0, 1)),
        cancellationToken,
        ("name", name), ("owner", owner), ("lease", lease))).FirstOrDefault();

    /// <summary>Whether a camera is still to be watched.</summary>
    public async Task<bool> IsWantedAsync(string name, CancellationToken cancellationToken) =>
        (await database.QueryAsync("SELECT true FROM cameras WHERE name = @name AND NOT removed", row => true, cancellationToken, ("name", name))).Count > 0;

    /// <summary>Gives a camera back.</summary>
    /// <param name="lease">The camera.</param>
    /// <param name="reason">Why it is not watched; null where the worker only stops.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task ReturnAsync(CameraLease lease, string? reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return database.ExecuteAsync(
            """
            WITH given AS (
                UPDATE cameras SET owner = NULL, state = CASE WHEN @failed THEN 'failed' ELSE 'waiting' END, reason = nullif(@reason, ''), since = clock_timestamp()
                WHERE name = @name AND run = @run)
            UPDATE runs SET state = 'done', epoch = epoch + 1, ended_at = clock_timestamp(), lease_until = NULL, reason = nullif(@reason, '') WHERE id = @run AND state = 'running'
            """,
            cancellationToken,
            ("name", lease.Name), ("run", lease.Run.Id), ("failed", reason is not null), ("reason", reason ?? ""));
    }

    /// <summary>The cameras that are a worker's, by the run that it watches them in.</summary>
    public async Task<HashSet<string>> OwnAsync(string owner, CancellationToken cancellationToken) =>
        [.. await database.QueryAsync("SELECT run FROM cameras WHERE owner = @owner AND NOT removed", row => row.GetString(0), cancellationToken, ("owner", owner))];

    /// <summary>Sets cameras: new ones are watched, changed ones begin anew.</summary>
    /// <param name="entries">The name of each, and the list that holds it alone.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many are new or changed.</returns>
    public Task<int> SetAsync(IReadOnlyCollection<(string Name, string Yaml)> entries, CancellationToken cancellationToken) => database.ExecuteAsync(
        """
        INSERT INTO cameras (name, entry) SELECT * FROM unnest(@names, @entries)
        ON CONFLICT (name) DO UPDATE SET entry = excluded.entry, removed = false, owner = NULL, run = NULL, state = 'waiting', since = clock_timestamp(), queued_in = NULL
        WHERE cameras.entry <> excluded.entry OR cameras.removed
        """,
        cancellationToken,
        ("names", entries.Select(entry => entry.Name).ToArray()), ("entries", entries.Select(entry => entry.Yaml).ToArray()));

    /// <summary>Takes cameras off the list; who watches one stops.</summary>
    /// <returns>How many.</returns>
    public Task<int> RemoveAsync(string[] names, CancellationToken cancellationToken) => database.ExecuteAsync(
        "UPDATE cameras SET removed = true, state = 'removed', since = clock_timestamp() WHERE name = ANY (@names) AND NOT removed", cancellationToken, ("names", names));

    /// <summary>All cameras.</summary>
    public Task<List<CameraLine>> ListAsync(CancellationToken cancellationToken) => database.QueryAsync(
        "SELECT name, state, owner, since, reason, run FROM cameras WHERE NOT removed ORDER BY name",
        row => new CameraLine(row.GetString(0), row.GetString(1), row.Text(2), row.GetFieldValue<DateTime>(3), row.Text(4), row.Text(5)),
        cancellationToken);
}

/// <summary>A camera that a worker was given.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Entry">The list of cameras that holds it alone.</param>
/// <param name="Run">The run that the worker watches it in: what it writes is written of this run.</param>
public sealed record CameraLease(string Name, string Entry, RunLease Run);

/// <summary>A camera, for a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Whether it is watched.</param>
/// <param name="Owner">By whom.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why it is not.</param>
/// <param name="Run">The run that it is watched in.</param>
public sealed record CameraLine(string Name, string State, string? Owner, DateTime Since, string? Reason, string? Run);
