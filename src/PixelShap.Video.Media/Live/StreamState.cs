namespace PixelShap.Video.Media.Live;

/// <summary>What a live stream is doing.</summary>
public enum StreamState
{
    /// <summary>The first connection is being made.</summary>
    Connecting,

    /// <summary>Frames arrive.</summary>
    Streaming,

    /// <summary>Connected, but no frame came for too long. <see cref="Reconnecting"/> follows.</summary>
    Stalled,

    /// <summary>The stream was lost and is being connected again.</summary>
    Reconnecting,

    /// <summary>Nobody reads yet or any more, or the stream was given up.</summary>
    Stopped,
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
