namespace PixelShap.Video.Media.Live;

/// <summary>What a live stream is doing. docs/live.md has the same table for people.</summary>
public enum StreamState
{
    /// <summary>The first connection is being made, or is tried again.</summary>
    Connecting,

    /// <summary>Frames arrive and are taken.</summary>
    Streaming,

    /// <summary>Connected, and no frame came for a while: a camera that sends little by design. The watchdog has not run out; nothing is done.</summary>
    Quiet,

    /// <summary>Frames arrive and are not taken: our own fault, for which a stream is never connected again. The oldest are dropped and counted.</summary>
    Blocked,

    /// <summary>Connected, but no frame came until the watchdog ran out. <see cref="Reconnecting"/> follows.</summary>
    Stalled,

    /// <summary>The stream was lost and is being connected again.</summary>
    Reconnecting,

    /// <summary>Nobody reads yet or any more, the stream came to its own end, or it was given up.</summary>
    Ended,
}

/// <summary>A change of state.</summary>
/// <param name="state">The new state.</param>
/// <param name="reason">Why, for people; holds no credentials.</param>
public sealed class StreamStateChangedEventArgs(StreamState state, string reason) : EventArgs
{
    /// <summary>The new state.</summary>
    public StreamState State { get; } = state;

    /// <summary>Why, for people; holds no credentials.</summary>
    public string Reason { get; } = reason;
}
