namespace PixelShap.Video.Evaluation.Audits;

/// <summary>Student's t for whole degrees of freedom, by the finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4.</summary>
internal static class StudentT
{
    // Beyond it the difference to the normal distribution is in the third digit.
    private const int MostFreedom = 400, Halvings = 80;

    private const double Furthest = 1e6;

    /// <summary>The t whose interval to both sides of 0 holds a share of the distribution.</summary>
    /// <param name="share">The share, above 0 and below 1.</param>
    /// <param name="freedom">Degrees of freedom, at least 1.</param>
    public static double Quantile(double share, int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        double low = 0, high = Furthest;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Within(middle, Math.Min(freedom, MostFreedom)) < share ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>P(|T| &lt; t).</summary>
    private static double Within(double t, int freedom)
    {
        double angle = Math.Atan(t / Math.Sqrt(freedom)), cosine = Math.Cos(angle), term = freedom % 2 == 0 ? 1 : cosine, sum = freedom == 1 ? 0 : term;
        for (int k = freedom % 2 == 0 ? 1 : 2; k <= freedom - 3; k += 2)
        {
            term *= cosine * cosine * k / (k + 1);
            sum += term;
        }

        return freedom % 2 == 0 ? Math.Sin(angle) * sum : 2 / Math.PI * (angle + (Math.Sin(angle) * sum));
    }
}
