namespace PixelShap.Estimation;

/// <summary>What an estimator may spend and how it draws.</summary>
public sealed record EstimationOptions
{
    /// <summary>The largest number of evaluations besides the grand coalition; the empty coalition costs one.</summary>
    public required int Budget { get; init; }

    /// <summary>The seed of every random choice; the same game, options and seed give the same result.</summary>
    public ulong Seed { get; init; }
}
