using PixelShap.Video.Time;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>Puts pieces of a clip, cards and pauses one after another on the clock of the review.</summary>
internal sealed class ReviewClock
{
    private const long CoarsestDenominator = 9_000;

    private const double LastSeconds = 1.0 / 30;

    private readonly double _slow;
    private long _offset;
    private MediaTime _pieceStart;

    /// <summary>Creates a clock that starts at 0.</summary>
    /// <param name="source">The time base of the clip: its times are kept exactly, in ticks at least as fine as 1/9000 s.</param>
    /// <param name="slow">How many times slower than filmed the clip is shown.</param>
    internal ReviewClock(Rational source, double slow)
    {
        long factor = Math.Max(1, (CoarsestDenominator + source.Denominator - 1) / source.Denominator);
        TimeBase = new Rational(1, source.Denominator * factor);
        _slow = slow;
    }

    /// <summary>The length of a tick.</summary>
    internal Rational TimeBase { get; }

    /// <summary>Where the review is.</summary>
    internal MediaTime Now => new(_offset, TimeBase);

    /// <summary>A piece of the clip begins here.</summary>
    internal void Begin(double from) => _pieceStart = Ticks(from);

    /// <summary>The time of a frame of the piece.</summary>
    internal MediaTime At(MediaTime pts)
    {
        long elapsed = pts.Rescale(TimeBase).Ticks - _pieceStart.Ticks;
        return new MediaTime(_offset + Scaled(elapsed), TimeBase);
    }

    /// <summary>Time passes on the review's clock and none in the clip: a card or a pause.</summary>
    internal void Hold(double seconds) => _offset += Ticks(seconds).Ticks;

    /// <summary>A piece ends: what comes next begins after it.</summary>
    internal void End(double to) => _offset += Scaled(Ticks(to).Ticks - _pieceStart.Ticks);

    /// <summary>
    /// When the last picture is written once more, so that it stands until the end: a file holds no length of its last picture, which would flash by. Null
    /// where it does so anyway.
    /// </summary>
    /// <param name="last">When the last picture begins.</param>
    /// <param name="end">The end of the video.</param>
    internal static MediaTime? Again(MediaTime last, MediaTime end)
    {
        MediaTime again = end with { Ticks = end.Ticks - (long)Math.Round(LastSeconds * end.TimeBase.Denominator / end.TimeBase.Numerator) };
        return again.Seconds - last.Seconds > LastSeconds ? again : null;
    }

    private long Scaled(long ticks) => _slow == 1 ? ticks : (long)Math.Round(ticks * _slow);

    private MediaTime Ticks(double seconds) => new((long)Math.Round(seconds * TimeBase.Denominator), TimeBase);
}
