using PixelShap.Video.Frames;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Writing;

/// <summary>
/// Puts the frames of all epochs on one ascending clock: times of the first epoch keep their distance from the origin; a later
/// epoch begins as much later as it began on the wall clock, unless its clock goes on.
/// </summary>
/// <param name="timeBase">The length of a tick of the output.</param>
/// <param name="origin">The PTS that becomes 0.</param>
internal sealed class WriterClock(Rational timeBase, MediaTime origin)
{
    private static readonly Rational Tick = new(1, TimeSpan.TicksPerSecond);
    private Epoch? _first;
    private Epoch? _current;
    private long _shift;
    private long _last = -1;

    /// <summary>The time of a frame in ticks of the output, above that of the frame before.</summary>
    public long Next(FrameHeader header)
    {
        long ticks = header.Pts.Rescale(timeBase).Ticks;
        if (_current is null)
        {
            _first = header.Epoch;
            _shift = -Math.Min(ticks, origin.Rescale(timeBase).Ticks);
        }
        else if (_current.Number != header.Epoch.Number && !header.Epoch.GoesOn)
        {
            TimeSpan later = header.Epoch.StartedAt - _first!.StartedAt;
            _shift = Math.Max(_last + 1, new MediaTime(later.Ticks, Tick).Rescale(timeBase).Ticks) - ticks;
        }

        _current = header.Epoch;
        return _last = Math.Max(_last + 1, ticks + _shift);
    }
}
