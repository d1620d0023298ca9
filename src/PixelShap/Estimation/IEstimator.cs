using PixelShap.Games;

namespace PixelShap.Estimation;

/// <summary>Estimates the Shapley values of a game from as few evaluations as its budget allows.</summary>
public interface IEstimator
{
    /// <summary>The name in configuration and reports, for example <c>edge</c>.</summary>
    string Name { get; }

    /// <summary>Whether the result estimates Shapley values; false for leave-one-out, which is another quantity.</summary>
    bool EstimatesShapley { get; }

    /// <summary>The largest number of players that it can value.</summary>
    int MaxPlayers => Coalition.MaxPlayers;

    /// <summary>Whether its calls follow from the number of players alone, so that it takes <see cref="LeastCalls"/> whatever the budget.</summary>
    bool HasFixedCost => false;

    /// <summary>The fewest calls with which it can value so many players, of at least 0 and at most <see cref="MaxPlayers"/>.</summary>
    long LeastCalls(int playerCount);

    /// <summary>Plays <paramref name="game"/> and estimates φ.</summary>
    /// <exception cref="BudgetTooSmallException">The budget is below <see cref="LeastCalls"/>, or there are more than <see cref="MaxPlayers"/> players.</exception>
    ValueTask<ValueEstimate> EstimateAsync(IGame game, EstimationOptions options, CancellationToken cancellationToken);
}
