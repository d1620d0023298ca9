namespace PixelShap.Estimation;

/// <summary>The estimators by name. A new one is a class and a line here.</summary>
public static class Estimators
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<EstimatorEntry> All { get; } =
    [
        new("exact", "all 2^n - 1 calls for n players, whatever the budget", static () => new ExactEstimator()),
        new("loo", "leave-one-out, which is not Shapley: n calls, whatever the budget", static () => new LeaveOneOutEstimator()),
        new("tokenshap", "the published estimator, at least n calls", static () => new TokenShapEstimator()),
        new("edge", "first and last marginal contribution: 2n + 1 calls, whatever the budget", static () => new EdgeEstimator()),
        new("kernel", "KernelSHAP, at least 2n + 1 calls", static () => new KernelEstimator()),
        new("bayes", "a Gaussian process that chooses what to ask, with any budget", static () => new BayesEstimator()),
    ];

    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(entry => entry.Name)];

    /// <summary>Creates an estimator.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    public static IEstimator Create(string name) =>
        All.FirstOrDefault(entry => entry.Name == name)?.Create()
        ?? throw new ArgumentException($"There is no estimator '{name}'; known are {string.Join(", ", Names)}.", nameof(name));

    /// <summary>The estimator that values a keyframe: the exact one where the budget pays for it, else the one that was chosen.</summary>
    /// <param name="chosen">The name of the chosen one.</param>
    /// <param name="playerCount">The number of players.</param>
    /// <param name="budget">The calls for that many players.</param>
    public static IEstimator For(string chosen, int playerCount, int budget)
    {
        var exact = new ExactEstimator();
        return playerCount <= exact.MaxPlayers && exact.LeastCalls(playerCount) <= budget ? exact : Create(chosen);
    }
}
