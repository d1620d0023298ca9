namespace PixelShap.Video.Importance;

/// <summary>The value of one track at one keyframe.</summary>
/// <param name="Seconds">The time of the keyframe.</param>
/// <param name="Value">φ.</param>
/// <param name="Variance">The variance of φ, positive.</param>
public readonly record struct ImportanceObservation(double Seconds, double Value, double Variance);
