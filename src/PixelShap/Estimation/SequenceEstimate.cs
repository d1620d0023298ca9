namespace PixelShap.Estimation;

/// <summary>Which objects the players of one keyframe are, and when it is.</summary>
/// <param name="TrackIds">The track id of each player, all different.</param>
/// <param name="Time">The keyframe's time, later than that of the keyframe before; any unit, but the same one for all.</param>
public sealed record KeyframePlayers(IReadOnlyList<int> TrackIds, double Time);

/// <summary>What is known about one keyframe of a sequence.</summary>
public sealed record SequenceEstimate
{
    /// <summary>The attribution with what earlier keyframes taught (warm).</summary>
    public required ValueEstimate Warm { get; init; }

    /// <summary>φ per player from this keyframe's own answers alone (cold), so that the pull of the past can be seen; empty for a carried
    /// keyframe.</summary>
    public required IReadOnlyList<double> ColdValues { get; init; }

    /// <summary>The standard errors of <see cref="ColdValues"/>.</summary>
    public required IReadOnlyList<double> ColdStandardErrors { get; init; }

    /// <summary>Whether nothing was asked at this keyframe: the values are foretold from earlier ones, with wider intervals.</summary>
    public required bool IsCarried { get; init; }

    /// <summary>Whether the answers contradicted what earlier keyframes had led to expect, so that more was asked.</summary>
    public required bool IsChange { get; init; }
}
