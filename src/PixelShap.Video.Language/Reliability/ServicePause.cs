namespace PixelShap.Video.Language.Reliability;

/// <summary>Holds back every request while a service wants to be left alone: who asked and was told so is not the only one concerned. Thread-safe.</summary>
internal sealed class ServicePause(Waits waits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _until = DateTimeOffset.MinValue;
    private string _reason = "";

    /// <summary>The service wants to be left alone.</summary>
    /// <param name="length">How long from now; a pause that lasts longer already stays.</param>
    /// <param name="reason">Why, for people.</param>
    public void Extend(TimeSpan length, string reason)
    {
        lock (_lock)
        {
            if (time.GetUtcNow() + length > _until)
            {
                _until = time.GetUtcNow() + length;
                _reason = reason;
            }
        }
    }

    /// <summary>Waits until the pause is over.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan left;
            string reason;
            lock (_lock)
            {
                (left, reason) = (_until - time.GetUtcNow(), _reason);
            }

            if (left <= TimeSpan.Zero)
            {
                return;
            }

            await waits.DelayAsync(left, reason, cancellationToken);
        }
    }
}
