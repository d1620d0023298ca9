using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Queues;

namespace PixelShap.Video.Fleet.Work;

/// <summary>A message that a worker was given, and its run from the moment that the database has given that, too. Thread-safe.</summary>
/// <param name="delivery">The message.</param>
/// <param name="time">The clock.</param>
internal sealed class HeldRun(Delivery delivery, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _lost = new();
    private long _confirmedAt = time.GetTimestamp();

    /// <summary>The message.</summary>
    public Delivery Delivery => delivery;

    /// <summary>The run; null until it is given.</summary>
    public RunLease? Lease { get; set; }

    /// <summary>How far it is.</summary>
    public string Progress { get; set; } = "";

    /// <summary>The run is another worker's, or may be.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>How long neither the queue nor the database has confirmed that it is this worker's.</summary>
    public TimeSpan Unconfirmed => time.GetElapsedTime(Volatile.Read(ref _confirmedAt));

    /// <summary>The queue or the database has confirmed it, for a question asked at <paramref name="askedAt"/>.</summary>
    public void Confirm(long askedAt) => Volatile.Write(ref _confirmedAt, Math.Max(Volatile.Read(ref _confirmedAt), askedAt));

    /// <summary>Gives it up.</summary>
    public void Lose()
    {
        try
        {
            _lost.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    public void Dispose() => _lost.Dispose();
}
