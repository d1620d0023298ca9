namespace PixelShap.Estimation;

/// <summary>The estimator cannot work with so few evaluations, or the game is too large for it.</summary>
public sealed class BudgetTooSmallException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="estimator">The estimator's name.</param>
    /// <param name="playerCount">The number of players n.</param>
    /// <param name="required">The evaluations that the estimator needs.</param>
    /// <param name="budget">The evaluations that it may spend.</param>
    public BudgetTooSmallException(string estimator, int playerCount, long required, int budget)
        : base($"The estimator {estimator} needs {required} calls for {playerCount} players, the budget is {budget}.")
    {
        Required = required;
    }

    /// <summary>The evaluations that the estimator needs.</summary>
    public long Required { get; }
}
