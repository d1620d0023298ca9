namespace PixelShap.Video.Language.Reliability;

/// <summary>
/// At most so much in any minute: exact, because it remembers what was spent when. Who waits is served in the order of arrival. Thread-safe.
/// </summary>
/// <param name="limit">The most in any minute, at least 1; a single larger demand is let through alone.</param>
/// <param name="time">The clock.</param>
internal sealed class MinuteLimit(long limit, TimeProvider time) : IDisposable
{
    // A request needs a moment to arrive, which is not always the same: the margin keeps the limit on the server's clock too.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60.5);

    private readonly Queue<(long At, long Amount)> _spent = new();
    private readonly SemaphoreSlim _turn = new(1);
    private long _sum;

    /// <summary>Waits until <paramref name="amount"/> more may be spent, and spends it.</summary>
    public async Task SpendAsync(long amount, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            Forget();
            while (_sum > 0 && _sum + amount > limit)
            {
                TimeSpan left = Window - time.GetElapsedTime(_spent.Peek().At);
                await Task.Delay(left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1), time, cancellationToken);
                Forget();
            }

            _spent.Enqueue((time.GetTimestamp(), amount));
            _sum += amount;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private void Forget()
    {
        while (_spent.TryPeek(out (long At, long Amount) oldest) && time.GetElapsedTime(oldest.At) >= Window)
        {
            _sum -= _spent.Dequeue().Amount;
        }
    }
}
