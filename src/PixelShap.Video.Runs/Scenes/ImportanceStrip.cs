namespace PixelShap.Video.Runs.Scenes;

/// <summary>The importance of the top objects over the whole output, sampled for drawing: what the strip at the bottom shows.</summary>
/// <param name="StartSeconds">The left end of the time axis.</param>
/// <param name="EndSeconds">The right end of the time axis.</param>
/// <param name="KeyframeSeconds">The times of the keyframes, ascending.</param>
/// <param name="Curves">The top objects, the most important first.</param>
public sealed record ImportanceStrip(
    double StartSeconds, double EndSeconds, IReadOnlyList<double> KeyframeSeconds, IReadOnlyList<ImportanceCurve> Curves);

/// <summary>The importance of one track over its life.</summary>
/// <param name="TrackId">The identity.</param>
/// <param name="ClassName">The class.</param>
/// <param name="Points">Samples in order of time.</param>
public sealed record ImportanceCurve(int TrackId, string ClassName, IReadOnlyList<ImportancePoint> Points);

/// <summary>One point of a curve.</summary>
/// <param name="Seconds">The time.</param>
/// <param name="Mean">φ.</param>
/// <param name="StandardDeviation">The standard deviation of φ.</param>
public readonly record struct ImportancePoint(double Seconds, double Mean, double StandardDeviation);
