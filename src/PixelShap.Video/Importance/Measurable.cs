namespace PixelShap.Video.Importance;

/// <summary>Which importance can be told from none: what cannot is not shown as a number of its own.</summary>
public static class Measurable
{
    /// <summary>Smaller values mean nothing to anybody, however exact they are; in units of φ.</summary>
    public const double Least = 0.02;

    // Φ⁻¹(0.95): a 90 % interval reaches so many standard errors to either side.
    private const double Deviations = 1.6448536269514722;

    /// <summary>Whether 0 lies outside the 90 % interval of a value that is not tiny.</summary>
    /// <param name="value">φ.</param>
    /// <param name="standardError">Its standard error; one that is not known says nothing against the value.</param>
    public static bool IsMeasurable(double value, double standardError) => Math.Abs(value) >= Least && !(Math.Abs(value) <= Deviations * standardError);
}
