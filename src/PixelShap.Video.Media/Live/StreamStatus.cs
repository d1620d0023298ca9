namespace PixelShap.Video.Media.Live;

/// <summary>The state of a stream, why it is in it, and who is told of changes. Thread-safe.</summary>
/// <param name="changed">Is told of every change, one at a time.</param>
internal sealed class StreamStatus(Action<StreamState, string> changed)
{
    private readonly Lock _lock = new();
    private volatile string _reason = "";
    private volatile StreamState _state = StreamState.Ended;

    public StreamState State => _state;

    public string Reason => _reason;

    /// <summary>Goes over to a state.</summary>
    public void Set(StreamState state, string reason)
    {
        lock (_lock)
        {
            if (_state != state)
            {
                (_reason, _state) = (reason, state);
                changed(state, reason);
            }
        }
    }

    /// <summary>Goes over to a state if it is in another one now: what a timer saw may be over.</summary>
    public void Set(StreamState from, StreamState state, string reason)
    {
        lock (_lock)
        {
            if (_state == from)
            {
                Set(state, reason);
            }
        }
    }

    /// <summary>Says something new of the state that it is in.</summary>
    public void Explain(string reason) => _reason = reason;
}
