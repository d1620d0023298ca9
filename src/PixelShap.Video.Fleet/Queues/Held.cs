namespace PixelShap.Video.Fleet.Queues;

/// <summary>A message that a worker was given, and what it stands for from the moment that the database has given that, too. Thread-safe.</summary>
/// <typeparam name="T">What it stands for: a run or a camera.</typeparam>
/// <param name="delivery">The message.</param>
/// <param name="time">The clock.</param>
internal sealed class Held<T>(Delivery delivery, TimeProvider time) : IDisposable
    where T : class
{
    private readonly CancellationTokenSource _lost = new();
    private long _confirmedAt = time.GetTimestamp();

    /// <summary>The message.</summary>
    public Delivery Delivery => delivery;

    /// <summary>The run or the camera; null until it is given.</summary>
    public T? Lease { get; set; }

    /// <summary>How far it is, for people.</summary>
    public string Progress { get; set; } = "";

    /// <summary>Whether its end is being written: whose it is then, the fence says.</summary>
    public bool IsEnding { get; set; }

    /// <summary>It is another worker's, may be, or is not wanted any more.</summary>
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
