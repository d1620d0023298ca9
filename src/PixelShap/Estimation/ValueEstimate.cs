using PixelShap.Games;

namespace PixelShap.Estimation;

/// <summary>What an estimator found out about one game.</summary>
public sealed record ValueEstimate
{
    /// <summary>The estimator's name.</summary>
    public required string Estimator { get; init; }

    /// <summary>φ per player: signed, in units of v. Efficiency holds when they sum to v(N) − v(∅).</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>The standard error (or posterior standard deviation) of each value; 0 where it is exact.</summary>
    public required IReadOnlyList<double> StandardErrors { get; init; }

    /// <summary>v(∅), or NaN when it was not asked.</summary>
    public required double EmptyValue { get; init; }

    /// <summary>v(N): 1 for a similarity with the baseline answer.</summary>
    public required double FullValue { get; init; }

    /// <summary>v(N) − v(∅) − Σφ; NaN when v(∅) was not asked.</summary>
    public required double EfficiencyGap { get; init; }

    /// <summary>The evaluations used, the grand coalition not counted.</summary>
    public required int Calls { get; init; }

    /// <summary>Every coalition asked with its final value, in the order of asking.</summary>
    public required IReadOnlyList<Observation> Observations { get; init; }
}
