using PixelShap.Video.Time;

namespace PixelShap.Video.Frames;

/// <summary>
/// Puts the epochs of a run on one time axis in seconds. The first epoch keeps its own PTS; a later one, whose clock began anew, is
/// placed by the wall-clock time that passed between the first frames of both, and never before the end of the one before it. An epoch whose clock goes on keeps its PTS too.
/// </summary>
public sealed class RunClock
{
    private Epoch? _first;
    private int _number = -1;
    private double _firstSeconds;
    private double _offset;
    private double _latest;

    /// <summary>The time of a frame on the run's axis. Frames must come in the order of the run.</summary>
    public double Seconds(Epoch epoch, MediaTime pts)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        if (_first is null)
        {
            _first = epoch;
            _firstSeconds = pts.Seconds;
            _number = epoch.Number;
        }
        else if (epoch.Number != _number)
        {
            _number = epoch.Number;
            if (!epoch.GoesOn)
            {
                double wall = _firstSeconds + (epoch.StartedAt - _first.StartedAt).TotalSeconds;
                _offset = Math.Max(wall, _latest) - pts.Seconds;
            }
        }

        double seconds = pts.Seconds + _offset;
        _latest = Math.Max(_latest, seconds);
        return seconds;
    }
}
