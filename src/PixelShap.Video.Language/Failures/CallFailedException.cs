namespace PixelShap.Video.Language.Failures;

/// <summary>An attempt failed in a way that another one may not.</summary>
internal sealed class CallFailedException : Exception
{
    /// <summary>Says what went wrong.</summary>
    /// <param name="reason">Half a sentence without secrets, for example <c>the service replied 503</c>.</param>
    public CallFailedException(string reason)
        : base(reason)
    {
    }

    /// <summary>How long the service wants to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the service works and is merely asked too often.</summary>
    public bool IsThrottling { get; init; }

    /// <summary>Whether the error is likely to stay: it is tried three times, and ends the run where nothing has been answered before.</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>Whether trying again cannot help: where nothing has been answered before, it ends the run at once.</summary>
    public bool IsHopeless { get; init; }

    /// <summary>What to do where the error stays; empty for the usual advice.</summary>
    public string Remedy { get; init; } = "";
}
