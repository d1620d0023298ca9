using NATS.Client.JetStream;

namespace PixelShap.Video.Fleet.Queues;

/// <summary>A message that was given to this worker. It stays so as long as progress is told; then the engine gives it to another.</summary>
/// <param name="message">The message.</param>
public sealed class Delivery(INatsJSMsg<byte[]> message)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What it says; null where that cannot be read.</summary>
    public QueueMessage? Message { get; } = QueueMessage.Read(message.Data);

    /// <summary>Tells that work goes on.</summary>
    /// <returns>Whether the engine has heard it.</returns>
    public Task<bool> ProgressAsync(CancellationToken cancellationToken) => TellAsync(token => message.AckProgressAsync(new AckOpts { DoubleAck = true }, token), cancellationToken);

    /// <summary>Tells that there is nothing left to do.</summary>
    /// <returns>Whether the engine has heard it; otherwise the message comes again, and the database knows better.</returns>
    public Task<bool> DoneAsync(CancellationToken cancellationToken) => TellAsync(token => message.AckAsync(new AckOpts { DoubleAck = true }, token), cancellationToken);

    /// <summary>Gives it back.</summary>
    /// <param name="delay">After how long somebody else is to have it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<bool> ReturnAsync(TimeSpan delay, CancellationToken cancellationToken) => TellAsync(token => message.NakAsync(new AckOpts { NakDelay = delay }, token), cancellationToken);

    private static async Task<bool> TellAsync(Func<CancellationToken, ValueTask> tell, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await tell(patience.Token);
            return true;
        }
        catch (Exception exception) when (FleetQueue.IsPassing(exception) && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
