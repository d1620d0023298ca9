namespace PixelShap.Video.Language.Reliability;

/// <summary>
/// Leaves a service alone for a while after many errors in a row; then one request tries whether it is back, while the others wait. Thread-safe.
/// </summary>
/// <remarks>
/// Closed: everybody passes. Open: everybody waits for the pause. Trying: the pause is over, one has passed and decides; who waits does so for another pause,
/// or until it has succeeded. What was sent before the circuit opened says nothing of the service now: while the circuit is not closed only the outcome of the
/// try counts.
/// </remarks>
/// <param name="errors">Errors in a row that open it.</param>
/// <param name="pause">How long it stays open.</param>
/// <param name="time">The clock.</param>
/// <param name="waits">Shows long waits; null for showing none. The default value is null.</param>
internal sealed class CircuitBreaker(int errors, TimeSpan pause, TimeProvider time, Waits? waits = null)
{
    private readonly Lock _lock = new();
    private int _errorsInARow;
    private long? _openedAt;

    // Counts the times that the circuit opened, let one try, or closed: an outcome counts for the state in which its request passed.
    private int _state;

    /// <summary>Waits while the circuit is open.</summary>
    /// <returns>To be told how the request ended.</returns>
    public async Task<Passage> WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan left;
            lock (_lock)
            {
                if (_openedAt is not { } openedAt)
                {
                    return new Passage(this, _state);
                }

                left = pause - time.GetElapsedTime(openedAt);
                if (left <= TimeSpan.Zero)
                {
                    _openedAt = time.GetTimestamp();
                    return new Passage(this, ++_state);
                }
            }

            await (waits?.DelayAsync(left, "the service is left alone after many errors in a row", cancellationToken) ?? Task.Delay(left, time, cancellationToken));
        }
    }

    private void Succeeded(int state)
    {
        lock (_lock)
        {
            if (state != _state)
            {
                return;
            }

            _errorsInARow = 0;
            if (_openedAt is not null)
            {
                _openedAt = null;
                _state++;
            }
        }
    }

    private void Failed(int state)
    {
        lock (_lock)
        {
            if (state == _state && ++_errorsInARow >= errors)
            {
                _openedAt = time.GetTimestamp();
                _state++;
            }
        }
    }

    /// <summary>A request that was let through.</summary>
    internal readonly struct Passage(CircuitBreaker breaker, int state)
    {
        /// <summary>The service works.</summary>
        public void Succeeded() => breaker.Succeeded(state);

        /// <summary>The service does not.</summary>
        public void Failed() => breaker.Failed(state);
    }
}
