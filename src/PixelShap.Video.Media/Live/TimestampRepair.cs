using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Live;

/// <summary>What was wrong with a timestamp.</summary>
internal enum TimestampFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A counter of 32 or 33 bits began again; nothing is lost.</summary>
    Wrapped,

    /// <summary>The clock went back to its beginning.</summary>
    Restarted,

    /// <summary>The clock went back.</summary>
    JumpedBack,

    /// <summary>The clock went further than time did.</summary>
    JumpedAhead,

    /// <summary>The clock stands still while frames come. FFmpeg shows a clock that went back this way, too: it allows each frame one tick.</summary>
    Stuck,
}

/// <summary>
/// Makes one clock of the timestamps of one connection. A sound timestamp is kept to the tick. Where the clock breaks, the time that passed here until the frame came takes the place of
/// the step, and what follows is moved by the same amount, so that times only ever grow.
/// </summary>
/// <param name="timeBase">The length of a tick.</param>
internal sealed class TimestampRepair(Rational timeBase)
{
    /// <summary>How much further than the time that passed here a step may go: frames that waited in the network come late, but none comes before it was made.</summary>
    private const double Leeway = 2;

    /// <summary>No camera makes two frames within this time.</summary>
    private const double ShortestStep = 0.0005;

    private const double Beginning = 1;

    private const int TiesTold = 3;

    // RTP counts 32 bits, MPEG-TS 33, both mostly at 90 kHz.
    private static readonly double[] s_wraps = [4294967296.0 / 90_000, 8589934592.0 / 90_000];

    private readonly double _second = (double)timeBase.Denominator / timeBase.Numerator;
    private bool _started;
    private long _in;
    private long _out;
    private TimeSpan _arrival;
    private double _usual = 0.04;
    private int _ties;

    /// <summary>The time of the next frame.</summary>
    /// <param name="ticks">As the camera says.</param>
    /// <param name="arrival">When it came, on a clock of this machine that never goes back.</param>
    /// <returns>The time, later than all before it, and what was wrong with the one that the camera says.</returns>
    public (long Ticks, TimestampFault Fault) Next(long ticks, TimeSpan arrival)
    {
        if (!_started)
        {
            (_started, _in, _out, _arrival) = (true, ticks, ticks, arrival);
            return (ticks, TimestampFault.None);
        }

        double step = (ticks - _in) / _second, waited = Math.Max(0, (arrival - _arrival).TotalSeconds);
        (TimestampFault fault, long move) = Judge(ticks, step, waited);
        (_in, _out, _arrival) = (ticks, _out + Math.Max(1, move), arrival);
        return (_out, fault);
    }

    private (TimestampFault Fault, long Move) Judge(long ticks, double step, double waited)
    {
        if (step is >= 0 and < ShortestStep)
        {
            // The first two frames of a stream may carry the same time. More than that is a clock that does not go.
            _ties++;
            return (_ties == TiesTold ? TimestampFault.Stuck : TimestampFault.None, _ties == 1 ? ticks - _in : Ticks(Passed(waited)));
        }

        _ties = 0;
        if (IsSound(step, waited))
        {
            _usual += (Math.Min(step, 10) - _usual) / 8;
            return (TimestampFault.None, ticks - _in);
        }

        foreach (double wrap in s_wraps)
        {
            if (IsSound(step + wrap, waited))
            {
                return (TimestampFault.Wrapped, Ticks(step + wrap));
            }
        }

        TimestampFault fault = step > 0 ? TimestampFault.JumpedAhead : Math.Abs(ticks) / _second < Beginning ? TimestampFault.Restarted : TimestampFault.JumpedBack;
        return (fault, Ticks(Passed(waited)));
    }

    private static bool IsSound(double step, double waited) => step >= ShortestStep && step <= waited + Leeway;

    /// <summary>Frames that waited in the network come all at once: then the usual step is nearer to the truth than the time that passed.</summary>
    private double Passed(double waited) => Math.Max(waited, _usual);

    private long Ticks(double seconds) => (long)Math.Round(seconds * _second);
}
