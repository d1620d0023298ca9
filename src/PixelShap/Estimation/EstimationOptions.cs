using PixelShap.Games;

namespace PixelShap.Estimation;

/// <summary>What an estimator may spend and how it draws.</summary>
public sealed record EstimationOptions
{
    /// <summary>The largest number of evaluations besides the grand coalition; the empty coalition costs one.</summary>
    public required int Budget { get; init; }

    /// <summary>The seed of every random choice; the same game, options and seed give the same result.</summary>
    public ulong Seed { get; init; }

    /// <summary>The measured variance of one answer's v(S), from repeated baseline answers; null when it was not measured.
    /// The default value is null: estimators that need it then learn it from the values.</summary>
    public double? NoiseVariance { get; init; }

    /// <summary>How many coalitions may be evaluated at the same time: an adaptive estimator asks in rounds of at most this many.
    /// The default value is 16. The result depends on it, because a round is chosen before its answers are known.</summary>
    public int RoundSize { get; init; } = 16;

    /// <summary>Whether to stop before the budget is spent once the most important player is settled (budget <c>auto</c>), or hiding everything has changed nothing.
    /// The default value is <c>false</c>. Only <c>bayes</c> looks at it.</summary>
    public bool StopWhenSettled { get; init; }

    /// <summary>Throws when a value of the options or of the game is out of range.</summary>
    internal static void Check(IGame game, EstimationOptions options)
    {
        ArgumentNullException.ThrowIfNull(game);
        ArgumentNullException.ThrowIfNull(options);
        if (game.PlayerCount is < 0 or > Coalition.MaxPlayers)
        {
            throw new ArgumentException($"A game has 0 to {Coalition.MaxPlayers} players, not {game.PlayerCount}.", nameof(game));
        }

        if (options.Budget < 0 || options.RoundSize < 1 || !(options.NoiseVariance is null or (>= 0 and < double.PositiveInfinity)))
        {
            throw new ArgumentException(
                $"Budget ({options.Budget}) must be at least 0, the round size ({options.RoundSize}) at least 1 and "
                + $"the noise variance ({options.NoiseVariance}) at least 0.", nameof(options));
        }
    }
}
