using System.Globalization;
using Microsoft.Extensions.Logging;

namespace PixelShap.Video.Language.Reliability;

/// <summary>Waits, and lets people see it: what takes longer than five seconds is written to the log with its reason, and shown as long as it lasts. Thread-safe.</summary>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class Waits(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(5);

    // A run with many questions at the same time waits for the same thing many times.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<(DateTimeOffset Until, string Reason)> _current = [];
    private DateTimeOffset _saidAt = DateTimeOffset.MinValue;

    /// <summary>The wait that ends last, for people; null while there is none that is worth a word.</summary>
    public string? Current
    {
        get
        {
            lock (_lock)
            {
                if (_current.Count == 0)
                {
                    return null;
                }

                (DateTimeOffset until, string reason) = _current.MaxBy(wait => wait.Until);
                TimeSpan left = until - time.GetUtcNow();
                return $"waiting {Spoken(left > TimeSpan.Zero ? left : TimeSpan.Zero)}: {reason}";
            }
        }
    }

    /// <summary>Waits.</summary>
    /// <param name="length">How long.</param>
    /// <param name="reason">What for, as half a sentence without secrets.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task DelayAsync(TimeSpan length, string reason, CancellationToken cancellationToken)
    {
        if (length <= Noticeable)
        {
            await Task.Delay(length, time, cancellationToken);
            return;
        }

        // Begun before it is shown: who sees it may count on it.
        Task delay = Task.Delay(length, time, cancellationToken);
        (DateTimeOffset, string) wait = (time.GetUtcNow() + length, reason);
        bool isNews;
        lock (_lock)
        {
            _current.Add(wait);
            isNews = _saidAt == DateTimeOffset.MinValue || time.GetUtcNow() - _saidAt >= Quiet;
            _saidAt = isNews ? time.GetUtcNow() : _saidAt;
        }

        if (isNews)
        {
            Log.Waiting(logger, Spoken(length), reason);
        }
        else
        {
            Log.WaitingToo(logger, Spoken(length), reason);
        }

        try
        {
            await delay;
        }
        finally
        {
            lock (_lock)
            {
                _current.Remove(wait);
            }
        }
    }

    /// <summary>A length of time for people, for example <c>18 h 29 min</c>.</summary>
    public static string Spoken(TimeSpan length) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(length < TimeSpan.FromMinutes(1.5) ? $"{Math.Ceiling(length.TotalSeconds):0} s" : length < TimeSpan.FromHours(1.5) ? $"{Math.Round(length.TotalMinutes):0} min" : $"{(int)length.TotalHours} h {length.Minutes} min")}");

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Warning, "Waiting {Length}: {Reason}")]
        public static partial void Waiting(ILogger logger, string length, string reason);

        [LoggerMessage(11, LogLevel.Information, "Waiting {Length}: {Reason}")]
        public static partial void WaitingToo(ILogger logger, string length, string reason);
    }
}
