using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace PixelShap.Video.Fleet.Queues;

/// <summary>
/// The queue of a fleet: streams and consumers of JetStream, made again where they are gone. It holds nothing that is not in the database: who loses it loses time. Thread-safe.
/// </summary>
public sealed partial class FleetQueue : IAsyncDisposable
{
    // More than all workers hold at a time: the engine stops delivering beyond it.
    private const int MostPending = 100_000;
    private static readonly TimeSpan Deduplication = TimeSpan.FromSeconds(1);

    // The client takes no shorter one.
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(2);

    private readonly NatsConnection _connection;
    private readonly NatsJSContext _context;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, string> _ensured = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, INatsJSConsumer> _pullers = new(StringComparer.Ordinal);

    private FleetQueue(NatsConnection connection, ILogger logger)
    {
        _connection = connection;
        _context = new NatsJSContext(connection);
        _logger = logger;
    }

    /// <summary>Names a queue; connects when it is used, and again whenever the connection breaks.</summary>
    /// <param name="address">The address, or several with commas.</param>
    /// <param name="name">Who connects, for the engine's own lists.</param>
    /// <param name="logger">Is told when the queue is away.</param>
    public static FleetQueue At(string address, string name, ILogger logger)
    {
        NatsOpts options = NatsOpts.Default with
        {
            Url = address,
            Name = name,
            MaxReconnectRetry = -1,
            ReconnectWaitMin = TimeSpan.FromMilliseconds(100),
            ReconnectWaitMax = TimeSpan.FromSeconds(1),
            ConnectTimeout = TimeSpan.FromSeconds(2),
            PingInterval = TimeSpan.FromSeconds(5),
            RetryOnInitialConnect = true,
            RequestTimeout = TimeSpan.FromSeconds(3),
        };
        return new FleetQueue(new NatsConnection(options), logger);
    }

    /// <summary>Whether something is a fault of the way to the queue, or of the queue, that may pass.</summary>
    public static bool IsPassing(Exception exception) =>
        exception is NatsException or NatsJSException or IOException or System.Net.Sockets.SocketException or TimeoutException or OperationCanceledException;

    /// <summary>Makes a stream and its consumers where they are not there.</summary>
    /// <param name="lane">The stream.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The identity of the stream: another one has none of the messages of this.</returns>
    public async Task<string> EnsureAsync(QueueLane lane, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lane);
        INatsJSStream stream;
        try
        {
            stream = await _context.GetStreamAsync(lane.Stream, cancellationToken: cancellationToken);
        }
        catch (NatsJSApiException exception) when (exception.Error.Code == 404)
        {
            stream = await _context.CreateOrUpdateStreamAsync(
                new StreamConfig(lane.Stream, [lane.Subjects]) { Retention = StreamConfigRetention.Workqueue, Storage = StreamConfigStorage.File, DuplicateWindow = Deduplication }, cancellationToken);
            Log.Made(_logger, lane.Stream);
        }

        string identity = stream.Info.Created.ToString("O", CultureInfo.InvariantCulture);
        if (_ensured.GetValueOrDefault(lane.Stream) == identity)
        {
            return identity;
        }

        foreach (QueueConsumer consumer in lane.Consumers)
        {
            await _context.CreateOrUpdateConsumerAsync(
                lane.Stream,
                new ConsumerConfig(consumer.Name)
                {
                    FilterSubject = consumer.Subject,
                    AckPolicy = ConsumerConfigAckPolicy.Explicit,
                    AckWait = lane.AckWait,
                    MaxDeliver = -1,
                    MaxAckPending = MostPending,
                },
                cancellationToken);
        }

        _ensured[lane.Stream] = identity;
        return identity;
    }

    /// <summary>How many messages of a consumer wait or are under way.</summary>
    public async Task<long> DepthAsync(QueueLane lane, QueueConsumer consumer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lane);
        ArgumentNullException.ThrowIfNull(consumer);
        INatsJSConsumer found = await _context.GetConsumerAsync(lane.Stream, consumer.Name, cancellationToken);
        return (long)found.Info.NumPending + found.Info.NumAckPending;
    }

    /// <summary>Puts messages into the queue.</summary>
    /// <returns>When it returns, the engine has them all.</returns>
    public async Task PublishAsync(string subject, IReadOnlyCollection<QueueMessage> messages, CancellationToken cancellationToken)
    {
        const int AtOnce = 128;
        await Parallel.ForEachAsync(messages, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (message, token) =>
        {
            PubAckResponse reply = await _context.PublishAsync(subject.Replace("*", message.Id, StringComparison.Ordinal), message.ToBytes(), cancellationToken: token);
            reply.EnsureSuccess();
        });
    }

    /// <summary>Takes messages that are there.</summary>
    /// <param name="lane">The stream.</param>
    /// <param name="consumer">Whose.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<IReadOnlyList<Delivery>> TakeAsync(QueueLane lane, QueueConsumer consumer, int most, CancellationToken cancellationToken) =>
        TakeAsync(lane, consumer, puller => puller.FetchNoWaitAsync<byte[]>(new NatsJSFetchOpts { MaxMsgs = most }, cancellationToken: cancellationToken), cancellationToken);

    /// <summary>Waits a while for the next message. For one: a wait for several would keep the first until the last is there.</summary>
    /// <param name="lane">The stream.</param>
    /// <param name="consumer">Whose.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<IReadOnlyList<Delivery>> WaitAsync(QueueLane lane, QueueConsumer consumer, CancellationToken cancellationToken) =>
        TakeAsync(lane, consumer, puller => puller.FetchAsync<byte[]>(new NatsJSFetchOpts { MaxMsgs = 1, Expires = s_wait }, cancellationToken: cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<Delivery>> TakeAsync(
        QueueLane lane, QueueConsumer consumer, Func<INatsJSConsumer, IAsyncEnumerable<INatsJSMsg<byte[]>>> fetch, CancellationToken cancellationToken)
    {
        List<Delivery> taken = [];
        try
        {
            if (!_pullers.TryGetValue(consumer.Name, out INatsJSConsumer? puller))
            {
                await EnsureAsync(lane, cancellationToken);
                puller = await _context.GetConsumerAsync(lane.Stream, consumer.Name, cancellationToken);
                _pullers[consumer.Name] = puller;
            }

            await foreach (INatsJSMsg<byte[]> message in fetch(puller))
            {
                taken.Add(new Delivery(message));
            }
        }
        catch (NatsJSException) when (taken.Count == 0)
        {
            // The consumer may be gone with the stream: the next look makes both again.
            _ensured.TryRemove(lane.Stream, out _);
            _pullers.TryRemove(consumer.Name, out _);
            throw;
        }

        return taken;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The stream {Stream} was not there and was made; the database fills it")]
        public static partial void Made(ILogger logger, string stream);
    }
}

/// <summary>A stream and who takes from it.</summary>
/// <param name="Stream">Its name.</param>
/// <param name="Subjects">The subjects that it takes.</param>
/// <param name="AckWait">After how long without a word the engine gives a message to somebody else.</param>
/// <param name="Consumers">Who takes from it.</param>
public sealed record QueueLane(string Stream, string Subjects, TimeSpan AckWait, IReadOnlyList<QueueConsumer> Consumers);

/// <summary>One of several that take from a stream.</summary>
/// <param name="Name">The name.</param>
/// <param name="Subject">What it takes; <c>*</c> stands for the id of a message.</param>
public sealed record QueueConsumer(string Name, string Subject);

/// <summary>A message: which run or camera, in which form.</summary>
/// <param name="V">The version of the form.</param>
/// <param name="Id">The run or the camera.</param>
public sealed record QueueMessage(int V, string Id)
{
    /// <summary>The newest form that this program reads and the one that it writes. Workers of an older one leave newer messages to others.</summary>
    public const int Current = 1;

    /// <summary>The message as it travels.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    /// <summary>Reads a message; null for one that is none.</summary>
    public static QueueMessage? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<QueueMessage>(bytes, JsonSerializerOptions.Web) is { V: > 0, Id.Length: > 0 } message ? message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
