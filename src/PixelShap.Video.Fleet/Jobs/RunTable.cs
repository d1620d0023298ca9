using Npgsql;
using PixelShap.Video.Fleet.Database;

namespace PixelShap.Video.Fleet.Jobs;

/// <summary>The life of a run in the database, as workers write it: given, renewed, ended. Every write but the first names its epoch.</summary>
/// <param name="database">The database.</param>
public sealed class RunTable(FleetDatabase database)
{
    private const string Free = "(state = 'waiting' OR (state = 'running' AND lease_until < clock_timestamp()))";

    // The reason stands there before the work of the last start begins: should it take the worker with it, everybody can read why the run is dead.
    private const string Take = $"""
        UPDATE runs SET
            epoch = epoch + 1, owner = @owner, state = 'running', starts = starts + 1, started_at = clock_timestamp(), ended_at = NULL,
            lease_until = clock_timestamp() + @lease,
            reason = CASE WHEN starts + 1 >= @most
                THEN 'start ' || (starts + 1) || ' of ' || @most || ' by ' || @owner || '; before: ' || coalesce(reason, 'the worker ' || coalesce(owner, '?') || ' ended without a word')
                ELSE reason END
        WHERE id = @id AND {Free} AND starts < @most
        RETURNING epoch, kind, input, settings, journal_length, starts
        """;

    private const string Bury = $"""
        UPDATE runs SET state = 'dead', epoch = epoch + 1, ended_at = clock_timestamp(), reason = coalesce(reason, 'it was started ' || starts || ' times') || '; ' ||
            CASE WHEN owner IS NULL THEN 'that failed, too' ELSE 'the worker ' || owner || ' ended without a word' END
        WHERE id = @id AND {Free} AND starts >= @most
        """;

    /// <summary>The database.</summary>
    public FleetDatabase Database => database;

    /// <summary>Tries to get a run.</summary>
    /// <param name="id">The run.</param>
    /// <param name="owner">Who wants it.</param>
    /// <param name="lease">For how long without a word.</param>
    /// <param name="mostStarts">How often it may be started.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<Claim> ClaimAsync(string id, string owner, TimeSpan lease, int mostStarts, CancellationToken cancellationToken) => database.DoAsync(
        async (connection, token) =>
        {
            List<RunLease> taken = await connection.QueryAsync(
                Take,
                row => new RunLease(id, row.GetInt64(0), owner, row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetInt32(5)),
                token,
                ("id", id), ("owner", owner), ("lease", lease), ("most", mostStarts));
            if (taken.Count > 0)
            {
                return new Claim(taken[0], null);
            }

            await using NpgsqlCommand bury = connection.Command(Bury, ("id", id), ("most", mostStarts));
            if (await bury.ExecuteNonQueryAsync(token) > 0)
            {
                return default;
            }

            List<TimeSpan?> left = await connection.QueryAsync<TimeSpan?>(
                "SELECT greatest(lease_until - clock_timestamp(), interval '0.1 second') FROM runs WHERE id = @id AND state = 'running'", row => row.GetTimeSpan(0), token, ("id", id));
            return new Claim(null, left.Count > 0 ? left[0] : null);
        },
        cancellationToken);

    /// <summary>Renews the leases of a worker.</summary>
    /// <param name="held">Its runs, each with how far it is.</param>
    /// <param name="lease">For how long.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The runs that are still its own.</returns>
    public async Task<HashSet<string>> RenewAsync(IReadOnlyCollection<(RunLease Run, string Progress)> held, TimeSpan lease, CancellationToken cancellationToken) =>
    [
        .. await database.QueryAsync(
            """
            UPDATE runs SET lease_until = clock_timestamp() + @lease, progress = held.progress
            FROM unnest(@ids, @epochs, @progress) AS held (id, epoch, progress)
            WHERE runs.id = held.id AND runs.epoch = held.epoch AND runs.state = 'running' RETURNING runs.id
            """,
            row => row.GetString(0),
            cancellationToken,
            ("lease", lease), ("ids", held.Select(run => run.Run.Id).ToArray()), ("epochs", held.Select(run => run.Run.Epoch).ToArray()), ("progress", held.Select(run => run.Progress).ToArray())),
    ];

    /// <summary>Writes something of a run, if it is still its worker's: all of it or nothing.</summary>
    /// <param name="lease">The run.</param>
    /// <param name="what">What is written, for the record of writes that were rejected.</param>
    /// <param name="set">The columns that change, in SQL.</param>
    /// <param name="more">Writes what belongs to it, in the same transaction; null for nothing.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="StaleEpochException">It is not.</exception>
    public async Task WriteAsync(
        RunLease lease, string what, string set, Func<NpgsqlConnection, CancellationToken, Task>? more, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        ArgumentNullException.ThrowIfNull(lease);
        bool isOwn = await database.InTransactionAsync(
            async (connection, token) =>
            {
                await using NpgsqlCommand command = connection.Command($"UPDATE runs SET {set} WHERE id = @id AND epoch = @epoch AND state = 'running'", [("id", lease.Id), ("epoch", lease.Epoch), .. values]);
                if (await command.ExecuteNonQueryAsync(token) == 0)
                {
                    return await IsRepeatAsync(connection, lease, what, token);
                }

                if (more is not null)
                {
                    await more(connection, token);
                }

                return true;
            },
            cancellationToken);
        if (!isOwn)
        {
            throw new StaleEpochException(lease, what);
        }
    }

    /// <summary>Ends a run.</summary>
    /// <param name="lease">The run.</param>
    /// <param name="end">How.</param>
    /// <param name="more">Writes what was found, in the same transaction; null for nothing.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StaleEpochException">It is another worker's.</exception>
    public async Task CommitAsync(RunLease lease, RunEnd end, Func<NpgsqlConnection, CancellationToken, Task>? more, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(end);
        await WriteAsync(
            lease,
            "result",
            "state = @state, exit_code = @code, reason = @reason, results = @results, summary = @summary::jsonb, ended_at = clock_timestamp(), lease_until = NULL, progress = NULL",
            more,
            cancellationToken,
            ("state", end.State), ("code", end.ExitCode), ("reason", end.Reason), ("results", end.Results), ("summary", end.Summary));
    }

    /// <summary>Gives a run back: to be started again by whoever comes next.</summary>
    /// <param name="lease">The run.</param>
    /// <param name="reason">Why it did not come to its end; null where the worker only stops, which is no start that counts.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StaleEpochException">It is another worker's.</exception>
    public Task ReleaseAsync(RunLease lease, string? reason, CancellationToken cancellationToken) => WriteAsync(
        lease,
        "release",
        reason is null ? "state = 'waiting', owner = NULL, lease_until = NULL, starts = starts - 1" : "state = 'waiting', owner = NULL, lease_until = NULL, reason = @reason",
        null,
        cancellationToken,
        ("reason", reason ?? ""));

    /// <summary>
    /// Why a write touched no row. The same epoch in another state: the reply to an earlier attempt was lost with the connection, and what stands there is our own write. Another epoch: the
    /// run is somebody else's, and the attempt is noted.
    /// </summary>
    private static async Task<bool> IsRepeatAsync(NpgsqlConnection connection, RunLease lease, string what, CancellationToken cancellationToken)
    {
        if ((await connection.QueryAsync("SELECT epoch FROM runs WHERE id = @id", row => row.GetInt64(0), cancellationToken, ("id", lease.Id))).Contains(lease.Epoch))
        {
            return true;
        }

        await using NpgsqlCommand note = connection.Command(
            "INSERT INTO stale_writes (run, epoch, owner, what) VALUES (@id, @epoch, @owner, @what)", ("id", lease.Id), ("epoch", lease.Epoch), ("owner", lease.Owner), ("what", what));
        await note.ExecuteNonQueryAsync(cancellationToken);
        return false;
    }
}

/// <summary>How a run ended.</summary>
/// <param name="State">One of <see cref="RunState"/>.</param>
/// <param name="ExitCode">The exit code that the command would have had.</param>
/// <param name="Reason">Why, where it is not done; null for nothing to say.</param>
/// <param name="Results">Where its files lie in the storage; null for none.</param>
/// <param name="Summary">The summary of <c>run.json</c>; null for none.</param>
public sealed record RunEnd(string State, int ExitCode, string? Reason, string? Results, string? Summary);
