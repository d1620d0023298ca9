namespace PixelShap.Video.Importance;

/// <summary>The importance of one track at one frame.</summary>
/// <param name="Mean">φ, smoothed over time: signed, in units of v (a similarity, so about −1 to 1).</param>
/// <param name="Variance">The variance of <paramref name="Mean"/>.</param>
/// <param name="Kind">How the sample came about.</param>
public readonly record struct ImportanceSample(double Mean, double Variance, SampleKind Kind);

/// <summary>How an importance sample came about.</summary>
public enum SampleKind
{
    /// <summary>No keyframe has ever valued this track: the mean is 0 and says nothing.</summary>
    None,

    /// <summary>The frame is a keyframe at which the track was a player.</summary>
    Observed,

    /// <summary>Between two keyframes at which the track was a player.</summary>
    Interpolated,

    /// <summary>Before the first or after the last keyframe at which the track was a player.</summary>
    Extrapolated,
}
