using System.Globalization;

namespace PixelShap.Video.Time;

/// <summary>A presentation timestamp (PTS): a whole number of ticks of an exact time base. Never frame index × 1/fps.</summary>
/// <param name="Ticks">The number of ticks; may be negative.</param>
/// <param name="TimeBase">The length of a tick in seconds, positive, for example 1/90000.</param>
public readonly record struct MediaTime(long Ticks, Rational TimeBase) : IComparable<MediaTime>
{
    /// <summary>The time in seconds.</summary>
    public double Seconds => (double)Ticks * TimeBase.Numerator / TimeBase.Denominator;

    /// <summary>The same time in another time base, rounded to the nearest tick (halves away from zero).</summary>
    public MediaTime Rescale(Rational timeBase)
    {
        if (timeBase == TimeBase)
        {
            return this;
        }

        Int128 numerator = (Int128)Ticks * TimeBase.Numerator * timeBase.Denominator;
        Int128 denominator = (Int128)TimeBase.Denominator * timeBase.Numerator;
        Int128 half = denominator / 2;
        Int128 rounded = numerator >= 0 ? (numerator + half) / denominator : -((-numerator + half) / denominator);
        return new MediaTime((long)rounded, timeBase);
    }

    /// <summary>Compares exactly, also between time bases.</summary>
    public int CompareTo(MediaTime other) =>
        ((Int128)Ticks * TimeBase.Numerator * other.TimeBase.Denominator)
            .CompareTo((Int128)other.Ticks * other.TimeBase.Numerator * TimeBase.Denominator);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds:F3}s");

    /// <summary>Earlier than.</summary>
    public static bool operator <(MediaTime left, MediaTime right) => left.CompareTo(right) < 0;

    /// <summary>Later than.</summary>
    public static bool operator >(MediaTime left, MediaTime right) => left.CompareTo(right) > 0;

    /// <summary>Earlier than or at the same time.</summary>
    public static bool operator <=(MediaTime left, MediaTime right) => left.CompareTo(right) <= 0;

    /// <summary>Later than or at the same time.</summary>
    public static bool operator >=(MediaTime left, MediaTime right) => left.CompareTo(right) >= 0;
}
