namespace PixelShap.Estimation;

/// <summary>The estimators by name.</summary>
public static class Estimators
{
    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["exact", "loo", "tokenshap", "edge", "kernel", "bayes"];

    /// <summary>Creates an estimator.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    public static IEstimator Create(string name) => name switch
    {
        "exact" => new ExactEstimator(),
        "loo" => new LeaveOneOutEstimator(),
        "edge" => new EdgeEstimator(),
        "tokenshap" => new TokenShapEstimator(),
        "kernel" => new KernelEstimator(),
        "bayes" => new BayesEstimator(),
        _ => throw new ArgumentException($"There is no estimator '{name}'; known are {string.Join(", ", Names)}.", nameof(name)),
    };
}
