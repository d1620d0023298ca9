namespace PixelShap.Video.Language.Reliability;

/// <summary>
/// At most so much in any minute, on the clock of the service: exact, because it remembers what was spent when. When a request arrives there is not known
/// here, only that it is between sending and the reply; its minute is counted from the reply. Who waits is served in the order of
/// arrival. Thread-safe.
/// </summary>
/// <param name="limit">The most in any minute, at least 1; a single larger demand is let through alone.</param>
/// <param name="time">The clock.</param>
/// <param name="waits">Shows long waits; null for showing none. The default value is null.</param>
internal sealed class MinuteLimit(long limit, TimeProvider time, Waits? waits = null) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    // A request that takes longer than this to be answered has long arrived.
    private static readonly TimeSpan LongestWay = TimeSpan.FromSeconds(5);

    private readonly List<Spending> _spent = [];
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _lock = new();

    /// <summary>Waits until <paramref name="amount"/> more may be spent, and spends it.</summary>
    /// <returns>What was spent; to be told when the reply is there.</returns>
    public async Task<Spending> SpendAsync(long amount, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (Wait(amount) is { } left)
            {
                TimeSpan length = left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1);
                await (waits?.DelayAsync(length, "the limit per minute of vlm.limits", cancellationToken) ?? Task.Delay(length, time, cancellationToken));
            }

            var spending = new Spending(amount, time);
            lock (_lock)
            {
                _spent.Add(spending);
            }

            return spending;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>How long to wait before asking again; null when the amount may be spent now.</summary>
    private TimeSpan? Wait(long amount)
    {
        lock (_lock)
        {
            _spent.RemoveAll(spending => spending.Left() <= TimeSpan.Zero);
            return _spent.Count == 0 || _spent.Sum(spending => spending.Amount) + amount <= limit ? null : _spent.Min(spending => spending.Left());
        }
    }

    /// <summary>An amount that counts until its minute is over. Thread-safe.</summary>
    internal sealed class Spending(long amount, TimeProvider time)
    {
        private readonly long _sentAt = time.GetTimestamp();
        private long _repliedAt = long.MaxValue;

        /// <summary>The amount.</summary>
        public long Amount => amount;

        /// <summary>The reply is there, or will not come.</summary>
        public void Replied() => Volatile.Write(ref _repliedAt, time.GetTimestamp());

        /// <summary>How long it still counts.</summary>
        internal TimeSpan Left()
        {
            TimeSpan sinceSent = time.GetElapsedTime(_sentAt) - LongestWay;
            long repliedAt = Volatile.Read(ref _repliedAt);
            TimeSpan sinceReply = repliedAt == long.MaxValue ? sinceSent : time.GetElapsedTime(repliedAt);
            return Window - (sinceReply > sinceSent ? sinceReply : sinceSent);
        }
    }
}
