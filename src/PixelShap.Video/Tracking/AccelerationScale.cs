namespace PixelShap.Video.Tracking;

/// <summary>
/// How restless an object moves: the factor on the variance of its acceleration. A walker before a standing camera needs a stiff filter, a
/// car seen from a turning one a soft filter. The errors of a filter with the right noise are white (Mehra, "On the identification of
/// variances
/// and adaptive Kalman filtering", 1970): two errors in a row that point the same way say that the filter is too stiff, two that
/// point against each other that it is too soft.
/// </summary>
internal readonly record struct AccelerationScale
{
    private const double Rate = 0.15, MostSurprise = 2, Least = 0.05, Most = 16;
    private readonly double _logarithm, _errorX, _errorY;

    private AccelerationScale(double logarithm, double errorX, double errorY)
    {
        _logarithm = logarithm;
        _errorX = errorX;
        _errorY = errorY;
    }

    /// <summary>The factor, 1 for the motion model as it is.</summary>
    public double Factor => Math.Exp(_logarithm);

    /// <summary>The scale after one more prediction error, given in standard deviations.</summary>
    public AccelerationScale Learn((double X, double Y) error)
    {
        double correlation = ((error.X * _errorX) + (error.Y * _errorY)) / 2;
        double step = Rate * Math.Clamp(correlation, -MostSurprise, MostSurprise);
        return new AccelerationScale(Math.Clamp(_logarithm + step, Math.Log(Least), Math.Log(Most)), error.X, error.Y);
    }

    /// <summary>The same scale with no memory of the last error: it says nothing about the next after a gap.</summary>
    public AccelerationScale Forget() => new(_logarithm, 0, 0);

    /// <summary>What to expect of a new object: the geometric mean of the others, drawn towards 1 while they are few.</summary>
    public static AccelerationScale Expect(IReadOnlyCollection<Track> tracks) =>
        new(tracks.Sum(track => track.AccelerationScale._logarithm) / (tracks.Count + 2), 0, 0);
}
