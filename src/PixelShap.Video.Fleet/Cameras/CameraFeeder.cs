using PixelShap.Video.Fleet.Database;
using PixelShap.Video.Fleet.Queues;

namespace PixelShap.Video.Fleet.Cameras;

/// <summary>Puts one message for each camera into the queue: whoever is given it watches the camera, and the engine gives it to another when that one falls silent.</summary>
/// <param name="database">The database.</param>
/// <param name="queue">The queue.</param>
/// <param name="options">How long a lease is.</param>
public sealed class CameraFeeder(FleetDatabase database, FleetQueue queue, FleetOptions options)
{
    private const long Turn = 0x5053_4341_4d53;

    /// <summary>The stream.</summary>
    public static QueueLane Lane(TimeSpan ackWait) => new("PIXELSHAP_CAMERAS", "pixelshap.cameras.>", ackWait, [Consumer]);

    /// <summary>Who takes from it.</summary>
    public static QueueConsumer Consumer { get; } = new("cameras", "pixelshap.cameras.*");

    /// <summary>Feeds once, if nobody else does.</summary>
    public async Task FeedAsync(CancellationToken cancellationToken)
    {
        QueueLane lane = Lane(options.CameraLease);
        string stream = await queue.EnsureAsync(lane, cancellationToken);
        long depth = await queue.DepthAsync(lane, Consumer, cancellationToken);
        await database.InTransactionAsync(
            async (connection, token) =>
            {
                if (!(await connection.QueryAsync("SELECT pg_try_advisory_xact_lock(@turn)", row => row.GetBoolean(0), token, ("turn", Turn)))[0])
                {
                    return 0;
                }

                // A message that nobody has and the engine has not either is lost; so is that of a camera whose worker is gone for long.
                List<string> names = await connection.QueryAsync(
                    """
                    UPDATE cameras SET queued_in = @stream, queued_at = clock_timestamp()
                    WHERE NOT removed AND (queued_in IS DISTINCT FROM @stream OR (queued_at < clock_timestamp() - 10 * @lease AND
                        (@depth = 0 OR NOT EXISTS (SELECT FROM workers WHERE workers.name = cameras.owner AND seen_at > clock_timestamp() - 10 * @lease))))
                    RETURNING name
                    """,
                    row => row.GetString(0), token, ("stream", stream), ("depth", depth), ("lease", options.CameraLease));
                await queue.PublishAsync(Consumer.Subject, [.. names.Select(name => new QueueMessage(QueueMessage.Current, name))], token);
                return names.Count;
            },
            cancellationToken);
    }
}
