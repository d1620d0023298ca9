using NpgsqlTypes;
using PixelShap.Video.Fleet.Database;

namespace PixelShap.Video.Fleet.Jobs;

/// <summary>The runs of a fleet as people see and steer them: submitted, counted, cancelled, tried again.</summary>
/// <param name="database">The database.</param>
public sealed class RunLedger(FleetDatabase database)
{
    /// <summary>Submits orders. One that was submitted before is left as it is.</summary>
    /// <returns>How many are new.</returns>
    public Task<long> SubmitAsync(IReadOnlyCollection<RunOrder> orders, CancellationToken cancellationToken) => database.InTransactionAsync(
        async (connection, token) =>
        {
            await ExecuteAsync("CREATE TEMPORARY TABLE ordered (LIKE runs INCLUDING DEFAULTS) ON COMMIT DROP");
            await using (Npgsql.NpgsqlBinaryImporter import = await connection.BeginBinaryImportAsync("COPY ordered (id, kind, pool, priority, input, settings) FROM STDIN (FORMAT BINARY)", token))
            {
                foreach (RunOrder order in orders)
                {
                    await import.StartRowAsync(token);
                    foreach (string value in (string[])[order.Id, order.Kind, order.Pool.Word(), order.Priority.Word(), order.Input, order.Settings])
                    {
                        await import.WriteAsync(value, NpgsqlDbType.Text, token);
                    }
                }

                await import.CompleteAsync(token);
            }

            return await ExecuteAsync(
                "INSERT INTO runs (id, kind, pool, priority, input, settings) SELECT DISTINCT ON (id) id, kind, pool, priority, input, settings FROM ordered ON CONFLICT (id) DO NOTHING");

            async Task<long> ExecuteAsync(string sql)
            {
                await using Npgsql.NpgsqlCommand command = connection.Command(sql);
                return await command.ExecuteNonQueryAsync(token);
            }
        },
        cancellationToken);

    /// <summary>How many runs are in which state.</summary>
    public Task<List<RunCount>> CountAsync(CancellationToken cancellationToken) => database.QueryAsync(
        "SELECT state, pool, priority, count(*) FROM runs GROUP BY state, pool, priority ORDER BY state, pool, priority",
        row => new RunCount(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3)),
        cancellationToken);

    /// <summary>Runs in a state, the latest first.</summary>
    public Task<List<RunLine>> ListAsync(string state, int most, CancellationToken cancellationToken) => database.QueryAsync(
        "SELECT id, input, state, owner, starts, progress, reason, results FROM runs WHERE state = @state ORDER BY ended_at DESC NULLS FIRST LIMIT @most",
        row => new RunLine(row.GetString(0), row.GetString(1), row.GetString(2), row.Text(3), row.GetInt32(4), row.Text(5), row.Text(6), row.Text(7)),
        cancellationToken,
        ("state", state), ("most", most));

    /// <summary>The workers, with how long ago each was heard of.</summary>
    public Task<List<WorkerLine>> WorkersAsync(CancellationToken cancellationToken) => database.QueryAsync(
        """
        SELECT name, array_to_string(pools, ','), slots, cameras, version, draining, clock_timestamp() - seen_at,
            (SELECT count(*) FROM runs WHERE owner = workers.name AND state = 'running')
        FROM workers WHERE seen_at > clock_timestamp() - interval '1 hour' ORDER BY name
        """,
        row => new WorkerLine(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetString(4), row.GetBoolean(5), row.GetTimeSpan(6), row.GetInt64(7)),
        cancellationToken);

    /// <summary>Cancels runs that have not ended. Who works on one learns it with the next renewal; what it still writes is rejected.</summary>
    /// <param name="ids">Beginnings of their ids.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many.</returns>
    public Task<int> CancelAsync(string[] ids, CancellationToken cancellationToken) => database.ExecuteAsync(
        """
        UPDATE runs SET state = 'cancelled', epoch = epoch + 1, ended_at = clock_timestamp(), lease_until = NULL, exit_code = 130, reason = 'cancelled'
        WHERE state IN ('waiting', 'running') AND kind <> 'camera' AND id LIKE ANY (@ids)
        """,
        cancellationToken,
        ("ids", Beginnings(ids)));

    /// <summary>Lets runs be started again that did not come to their end: what they have found and paid for is gone on with.</summary>
    /// <param name="ids">Beginnings of their ids; empty for all in one of the states.</param>
    /// <param name="states">The states.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many.</returns>
    public Task<int> RetryAsync(string[] ids, string[] states, CancellationToken cancellationToken) => database.ExecuteAsync(
        """
        UPDATE runs SET state = 'waiting', starts = 0, queued_in = NULL, ended_at = NULL, exit_code = NULL, reason = NULL
        WHERE state = ANY (@states) AND kind <> 'camera' AND (@all OR id LIKE ANY (@ids))
        """,
        cancellationToken,
        ("states", states), ("all", ids.Length == 0), ("ids", Beginnings(ids)));

    /// <summary>Asks workers to finish what they have and to take nothing more.</summary>
    /// <param name="names">Their names; empty for all.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many.</returns>
    public Task<int> DrainAsync(string[] names, CancellationToken cancellationToken) => database.ExecuteAsync(
        "UPDATE workers SET draining = true WHERE NOT draining AND seen_at > clock_timestamp() - interval '1 minute' AND (@all OR name = ANY (@names))",
        cancellationToken,
        ("all", names.Length == 0), ("names", names));

    private static string[] Beginnings(string[] ids) => [.. ids.Select(id => id.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%")];
}

/// <summary>How many runs are in a state.</summary>
/// <param name="State">The state.</param>
/// <param name="Pool">The machines that may do them.</param>
/// <param name="Priority">What comes first.</param>
/// <param name="Count">How many.</param>
public sealed record RunCount(string State, string Pool, string Priority, long Count);

/// <summary>A run, for a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Input">Its clip.</param>
/// <param name="State">Its state.</param>
/// <param name="Owner">Who works on it, or did.</param>
/// <param name="Starts">How often it was started.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Reason">Why it did not come to its end.</param>
/// <param name="Results">Where its files lie in the storage.</param>
public sealed record RunLine(string Id, string Input, string State, string? Owner, int Starts, string? Progress, string? Reason, string? Results);

/// <summary>A worker, for a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Pools">Whose runs it takes.</param>
/// <param name="Slots">How many at a time.</param>
/// <param name="Cameras">How many cameras it takes at most.</param>
/// <param name="Version">The program.</param>
/// <param name="Draining">Whether it takes nothing more.</param>
/// <param name="Silent">How long it has said nothing.</param>
/// <param name="Running">How many runs and cameras it has.</param>
public sealed record WorkerLine(string Name, string Pools, int Slots, int Cameras, string Version, bool Draining, TimeSpan Silent, long Running);
