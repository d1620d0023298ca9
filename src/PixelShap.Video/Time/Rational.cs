using System.Globalization;

namespace PixelShap.Video.Time;

/// <summary>An exact fraction with a positive denominator, in lowest terms.</summary>
public readonly record struct Rational
{
    /// <summary>Creates the fraction <paramref name="numerator"/> / <paramref name="denominator"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is not positive.</exception>
    public Rational(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(denominator, 1);
        long divisor = (long)System.Numerics.BigInteger.GreatestCommonDivisor(numerator, denominator);
        Numerator = numerator / divisor;
        Denominator = denominator / divisor;
    }

    /// <summary>The numerator.</summary>
    public long Numerator { get; }

    /// <summary>The denominator, at least 1.</summary>
    public long Denominator { get; }

    /// <summary>The value as a floating-point number.</summary>
    public double ToDouble() => (double)Numerator / Denominator;

    /// <summary>Reads <c>a/b</c> or <c>a:b</c> as ffprobe prints it; null when the text is not a fraction or the denominator is 0.</summary>
    public static Rational? TryParse(string? text)
    {
        string[] parts = text?.Split('/', ':') ?? [];
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long numerator)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long denominator)
            && denominator > 0
                ? new Rational(numerator, denominator)
                : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
