using PixelShap.Video.Frames;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>Keeps the last frames of the clip in steps of time, to be shown before a keyframe. A new clock begins anew.</summary>
/// <param name="count">How many are shown; 0 for none.</param>
/// <param name="step">Seconds from one to the next.</param>
internal sealed class RecentFrames(int count, double step) : IDisposable
{
    // Times of frames are sums of rounded numbers.
    private const double Rounding = 1e-6;

    private readonly Queue<RecentFrame> _kept = new();
    private int _epoch = -1;

    /// <summary>The frames before another, oldest first, the last of them at least half a step before it. Fewer at the start of the clip and of each
    /// epoch: what a stream showed before it broke off is not what came before.</summary>
    public IReadOnlyList<RecentFrame> Before(Frame frame, double seconds) =>
    [
        .. _kept.Where(kept => kept.Frame.Header.Epoch.Number == frame.Header.Epoch.Number && seconds - kept.Seconds >= (step / 2) - Rounding).TakeLast(count),
    ];

    /// <summary>Takes the next frame; keeps it, retained, when a step has passed.</summary>
    public void Offer(Frame frame, double seconds, IReadOnlyList<TrackedObject> objects)
    {
        if (count == 0)
        {
            return;
        }

        if (frame.Header.Epoch.Number != _epoch)
        {
            Dispose();
            _epoch = frame.Header.Epoch.Number;
        }

        if (_kept.Count > 0 && seconds - _kept.Last().Seconds < step - Rounding)
        {
            return;
        }

        _kept.Enqueue(new RecentFrame(frame.Retain(), seconds, objects));
        if (_kept.Count > count + 1)
        {
            _kept.Dequeue().Frame.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_kept.TryDequeue(out RecentFrame? kept))
        {
            kept.Frame.Dispose();
        }
    }
}

/// <summary>A frame that is kept to be shown before a later one.</summary>
internal sealed record RecentFrame(Frame Frame, double Seconds, IReadOnlyList<TrackedObject> Objects);
