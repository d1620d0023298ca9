namespace PixelShap.Video.Language;

/// <summary>What a paid model was asked in this process, and what that cost.</summary>
public sealed record ModelUsage
{
    /// <summary>Requests sent, retries included.</summary>
    public required long Requests { get; init; }

    /// <summary>Requests that were sent again after an error.</summary>
    public required long Retries { get; init; }

    /// <summary>Questions answered by the service.</summary>
    public required long Answers { get; init; }

    /// <summary>Questions answered from the response cache.</summary>
    public required long CacheHits { get; init; }

    /// <summary>Questions without a text: refused, filtered, empty or failed.</summary>
    public required long Unanswered { get; init; }

    /// <summary>Answers that end where the limit of tokens was reached. The default value is 0.</summary>
    public long CutOff { get; init; }

    /// <summary>Tokens of the questions; estimated where the service does not count them.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Tokens of the answers.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>The price by the configured prices; 0 without prices.</summary>
    public required double Cost { get; init; }

    /// <summary>The currency of <see cref="Cost"/>.</summary>
    public required string Currency { get; init; }

    /// <summary>Seconds that half of the answered requests took at most; NaN before the first. Within 5 %.</summary>
    public required double LatencyP50 { get; init; }

    /// <summary>Seconds that nine of ten took at most.</summary>
    public required double LatencyP90 { get; init; }

    /// <summary>Seconds that 99 of 100 took at most.</summary>
    public required double LatencyP99 { get; init; }

    /// <summary>Both together, as of a run that was gone on with. Latencies do not add up: they stay those of this one.</summary>
    public ModelUsage Plus(ModelUsage earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return this with
        {
            Requests = Requests + earlier.Requests,
            Retries = Retries + earlier.Retries,
            Answers = Answers + earlier.Answers,
            CacheHits = CacheHits + earlier.CacheHits,
            Unanswered = Unanswered + earlier.Unanswered,
            CutOff = CutOff + earlier.CutOff,
            InputTokens = InputTokens + earlier.InputTokens,
            OutputTokens = OutputTokens + earlier.OutputTokens,
            Cost = Cost + earlier.Cost,
        };
    }
}
