namespace PixelShap.Estimation;

/// <summary>An estimator that can be chosen by name.</summary>
/// <param name="Name">The name in configuration and reports.</param>
/// <param name="Help">What it does and what it costs, for people: a part of a sentence.</param>
/// <param name="Create">Makes one.</param>
public sealed record EstimatorEntry(string Name, string Help, Func<IEstimator> Create);
