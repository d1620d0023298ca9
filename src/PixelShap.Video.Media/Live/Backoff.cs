namespace PixelShap.Video.Media.Live;

/// <summary>Pauses between attempts: each twice the one before up to a limit, of which between one half and all is waited, so that many
/// clients of one camera do not come back at the same moment.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, int seed)
{
    private readonly Random _random = new(seed);
    private int _attempts;

    /// <summary>The next pause.</summary>
    public TimeSpan Next()
    {
        double full = Math.Min(longest.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(_attempts++, 60)));
        return TimeSpan.FromSeconds(full * (0.5 + (0.5 * _random.NextDouble())));
    }

    /// <summary>Begins with the first pause again.</summary>
    public void Reset() => _attempts = 0;
}
