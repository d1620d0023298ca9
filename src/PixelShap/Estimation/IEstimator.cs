using PixelShap.Games;

namespace PixelShap.Estimation;

/// <summary>Estimates the Shapley values of a game from as few evaluations as its budget allows.</summary>
public interface IEstimator
{
    /// <summary>The name in configuration and reports, for example <c>edge</c>.</summary>
    string Name { get; }

    /// <summary>Whether the result estimates Shapley values; false for leave-one-out, which is another quantity.</summary>
    bool EstimatesShapley { get; }

    /// <summary>Plays <paramref name="game"/> and estimates φ.</summary>
    ValueTask<Attribution> EstimateAsync(IGame game, EstimationOptions options, CancellationToken cancellationToken);
}
