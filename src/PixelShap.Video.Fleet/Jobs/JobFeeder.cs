using Npgsql;
using PixelShap.Video.Fleet.Database;
using PixelShap.Video.Fleet.Queues;

namespace PixelShap.Video.Fleet.Jobs;

/// <summary>
/// Fills the queue from the database: as many waiting runs as its window takes, again whenever the stream is another one, and what a worker or the engine has lost. A message too many does no harm,
/// because the database decides who is given a run.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="queue">The queue.</param>
/// <param name="options">How large the window is.</param>
public sealed class JobFeeder(FleetDatabase database, FleetQueue queue, FleetOptions options)
{
    // One feeds at a time. The number is a name.
    private const long Turn = 0x5053_4645_4544;
    private readonly QueueLane _lane = JobLane.Of(options.Lease);

    /// <summary>Feeds once, if nobody else does.</summary>
    /// <returns>How many messages were put into the queue; -1 where somebody else feeds.</returns>
    public async Task<int> FeedAsync(CancellationToken cancellationToken)
    {
        // Runs whose worker has not been heard of for long are put in again, too: the engine should have given them to another, so their message is gone.
        string stream = await queue.EnsureAsync(_lane, cancellationToken);
        return await database.InTransactionAsync(
            async (connection, token) =>
            {
                if (!(await connection.QueryAsync("SELECT pg_try_advisory_xact_lock(@turn)", row => row.GetBoolean(0), token, ("turn", Turn)))[0])
                {
                    return -1;
                }

                int fed = 0;
                foreach ((Pool pool, Priority priority) in JobLane.Queues)
                {
                    fed += await FeedAsync(connection, stream, pool, priority, token);
                }

                return fed;
            },
            cancellationToken);
    }

    private async Task<int> FeedAsync(NpgsqlConnection connection, string stream, Pool pool, Priority priority, CancellationToken cancellationToken)
    {
        QueueConsumer consumer = JobLane.Consumer(pool, priority);
        long depth = await queue.DepthAsync(_lane, consumer, cancellationToken);
        if (depth == 0)
        {
            // The engine has nothing, but runs stand as queued: what it was given is lost, for example with the power before it reached the disk.
            await ExecuteAsync(
                connection,
                "UPDATE runs SET queued_in = NULL WHERE state = 'waiting' AND pool = @pool AND priority = @priority AND queued_in = @stream AND queued_at < clock_timestamp() - @lease",
                cancellationToken,
                ("pool", pool.Word()), ("priority", priority.Word()), ("stream", stream), ("lease", options.Lease));
        }

        if (depth > options.Window / 2)
        {
            return 0;
        }

        List<string> ids = await connection.QueryAsync(
            """
            (SELECT id FROM runs WHERE state = 'waiting' AND pool = @pool AND priority = @priority AND queued_in IS DISTINCT FROM @stream
            ORDER BY submitted_at, id LIMIT @room)
            UNION ALL
            SELECT id FROM runs WHERE state = 'running' AND kind <> 'camera' AND pool = @pool AND priority = @priority
                AND lease_until < clock_timestamp() - @lease AND (queued_in IS DISTINCT FROM @stream OR greatest(lease_until, queued_at) < clock_timestamp() - 3 * @lease)
            """,
            row => row.GetString(0),
            cancellationToken,
            ("pool", pool.Word()), ("priority", priority.Word()), ("stream", stream), ("room", options.Window - depth), ("lease", options.Lease));
        if (ids.Count == 0)
        {
            return 0;
        }

        await queue.PublishAsync(consumer.Subject, [.. ids.Select(id => new QueueMessage(QueueMessage.Current, id))], cancellationToken);
        await ExecuteAsync(connection, "UPDATE runs SET queued_in = @stream, queued_at = clock_timestamp() WHERE id = ANY(@ids)", cancellationToken, ("stream", stream), ("ids", ids.ToArray()));
        return ids.Count;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await using NpgsqlCommand command = connection.Command(sql, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
