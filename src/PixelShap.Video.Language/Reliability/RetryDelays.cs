using System.Globalization;

namespace PixelShap.Video.Language.Reliability;

/// <summary>The pauses between attempts: doubled each time, with jitter that depends on seed, question and attempt and on nothing else.</summary>
/// <param name="settings">The pauses.</param>
/// <param name="seed">The seed of the run.</param>
/// <param name="longestAskedFor">No service is waited for longer than this many seconds, whatever it asks for.</param>
internal sealed class RetryDelays(VlmRetry settings, long seed, double longestAskedFor)
{
    /// <summary>The pause after attempt number <paramref name="attempt"/>, counted from 1. Never shorter than <paramref name="retryAfter"/>.</summary>
    public TimeSpan After(int attempt, string key, TimeSpan? retryAfter)
    {
        double longest = Math.Min(settings.MaxDelaySeconds, settings.FirstDelaySeconds * Math.Pow(2, attempt - 1));
        var own = TimeSpan.FromSeconds(longest * (0.5 + (0.5 * Fraction(attempt, key))));

        // Those who were told to come back at the same time should not all do so.
        return retryAfter is { } asked && TimeSpan.FromSeconds(Math.Min(asked.TotalSeconds, longestAskedFor)) is var wanted ? TimeSpan.FromTicks(Math.Max(own.Ticks, wanted.Ticks + (own.Ticks / 4))) : own;
    }

    /// <summary>A number in [0, 1): the finaliser of SplitMix64 over the inputs.</summary>
    private double Fraction(int attempt, string key)
    {
        ulong bits = ulong.Parse(key.AsSpan(0, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture) ^ ((ulong)seed * 0x9E3779B97F4A7C15UL) ^ (ulong)attempt;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBUL;
        return ((bits ^ (bits >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
