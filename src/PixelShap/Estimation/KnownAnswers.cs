using PixelShap.Estimation.Bayes;
using PixelShap.Games;

namespace PixelShap.Estimation;

/// <summary>Shapley values from answers that are there already: the same coalitions may tell about another v, and nothing is asked.</summary>
public static class KnownAnswers
{
    /// <summary>Values the players: exactly where all coalitions are known, else as <c>bayes</c> does.</summary>
    /// <param name="playerCount">The number of players, 0 to <see cref="Coalition.MaxPlayers"/>.</param>
    /// <param name="full">v(N).</param>
    /// <param name="known">Coalitions with their values; N may be among them.</param>
    /// <param name="noiseVariance">The measured variance of one value; null when it was not measured.</param>
    public static ValueEstimate Estimate(int playerCount, double full, IReadOnlyList<Observation> known, double? noiseVariance = null)
    {
        ArgumentNullException.ThrowIfNull(known);
        var game = new KnownGame(playerCount, full, known);
        EstimationOptions.Check(game, new EstimationOptions { Budget = known.Count, NoiseVariance = noiseVariance });
        var record = new GameRecord(game);
        record.Know(known);
        var points = ShapleyPoints.For(playerCount);
        if (playerCount <= ExactEstimator.MostPlayers && record.Observations.Count == (1 << playerCount) - 1)
        {
            double[] values = points.Apply([.. points.Coalitions.Select(record.ValueOrNaN)]);
            return record.Conclude("exact", values, ExactEstimator.StandardErrors(playerCount, noiseVariance ?? 0));
        }

        var roster = Roster.Of(playerCount);
        var posterior = ShapleyPosterior.Of(roster, full, ShapleyPosterior.SamplesOf(record, roster), ModelGrid.Single, noiseVariance, points);
        return record.Conclude("bayes", posterior.Mean, posterior.StandardErrors);
    }

    private sealed class KnownGame(int playerCount, double full, IReadOnlyList<Observation> known) : IGame
    {
        public int PlayerCount => playerCount;

        public double FullValue => full;

        public ValueTask<IReadOnlyList<Observation>> AskAsync(IReadOnlyList<Coalition> coalitions, CancellationToken cancellationToken) => ValueTask.FromResult(known);
    }
}
