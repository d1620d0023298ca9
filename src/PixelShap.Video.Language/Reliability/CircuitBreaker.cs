namespace PixelShap.Video.Language.Reliability;

/// <summary>
/// Leaves a service alone for a while after many errors in a row; then one request tries whether it is back, while the others wait. Thread-safe.
/// </summary>
/// <param name="errors">Errors in a row that open it.</param>
/// <param name="pause">How long it stays open.</param>
/// <param name="time">The clock.</param>
internal sealed class CircuitBreaker(int errors, TimeSpan pause, TimeProvider time)
{
    private readonly Lock _lock = new();
    private int _errorsInARow;
    private long? _openedAt;

    /// <summary>Waits while the circuit is open.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan left;
            lock (_lock)
            {
                if (_openedAt is not { } openedAt)
                {
                    return;
                }

                left = pause - time.GetElapsedTime(openedAt);
                if (left <= TimeSpan.Zero)
                {
                    // This one tries; the others wait for another pause, or until it has succeeded.
                    _openedAt = time.GetTimestamp();
                    return;
                }
            }

            await Task.Delay(left, time, cancellationToken);
        }
    }

    /// <summary>The service works.</summary>
    public void Succeeded()
    {
        lock (_lock)
        {
            _errorsInARow = 0;
            _openedAt = null;
        }
    }

    /// <summary>The service does not.</summary>
    public void Failed()
    {
        lock (_lock)
        {
            if (++_errorsInARow >= errors)
            {
                _openedAt = time.GetTimestamp();
            }
        }
    }
}
