using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PixelShap.Video.Language;

/// <summary>What happens after an error of the service.</summary>
public sealed record VlmRetry
{
    /// <summary>Attempts for one answer.</summary>
    [Description("The most attempts for one answer. What cannot succeed is not tried again.")]
    [Range(1, 100)]
    public int MaxAttempts { get; init; } = 6;

    /// <summary>The first pause.</summary>
    [Description("Seconds before the second attempt; doubled for each further one, with jitter. A wait that the service asks for, in a header, in the body or in words, is obeyed when it is longer.")]
    [Range(0.0, 600.0)]
    public double FirstDelaySeconds { get; init; } = 0.5;

    /// <summary>The longest pause.</summary>
    [Description("The longest pause in seconds between two attempts, unless the service asks for a longer one.")]
    [Range(0.0, 3600.0)]
    public double MaxDelaySeconds { get; init; } = 30;

    /// <summary>When a slow answer is asked for a second time; 0 for never.</summary>
    [Description("Hedging: an answer that has not come after so many seconds is asked for a second time, beside the first and beyond 'concurrency', and the first reply counts; both may have to be paid for. 0 for never.")]
    [Range(0.0, 3600.0)]
    public double HedgeAfterSeconds { get; init; }

    /// <summary>Errors in a row that open the circuit breaker.</summary>
    [Description("After this many errors in a row the service is left alone for a while, then tried with a single request.")]
    [Range(1, 10_000)]
    public int BreakerErrors { get; init; } = 12;

    /// <summary>How long the circuit breaker stays open.</summary>
    [Description("Seconds for which the service is then left alone.")]
    [Range(0.0, 3600.0)]
    public double BreakerSeconds { get; init; } = 10;

    /// <summary>Unanswered calls in a row that end the run.</summary>
    [Description("The run ends early (exit code 4; it can go on later) when this many questions in a row got no answer in all their attempts; 0 for never.")]
    [Range(0, 10_000)]
    public int GiveUpAfter { get; init; } = 8;
}
