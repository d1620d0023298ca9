using PixelShap.Masking;
using PixelShap.Video.Evaluation.Pairs;
using PixelShap.Video.Evaluation.Players;

namespace PixelShap.Video.Evaluation.Tests.Players;

/// <summary>What an answer hangs on is known by construction. The seeds are not those that the rules were written with.</summary>
public sealed class KnownPlayerEvaluationTests
{
    [Fact]
    public async Task Attributes_words_and_pairs_of_both_are_found_within_three_calls_per_player()
    {
        KnownPlayerSummary summary = await KnownPlayerEvaluation.PlayAsync(count: 4, seed: 5_000, new FlatRoad(), CancellationToken.None);
        Assert.True(summary.Right >= 0.95, $"{summary}");
        Assert.Equal((0, 1), (summary.FalseClaims, summary.SumsHold));
        Assert.InRange(summary.MostCallsPerPlayer, 1, 3);
    }

    [Fact]
    public async Task Pairs_are_named_by_their_kind_and_no_others_within_three_calls_per_player()
    {
        PairSummary summary = await PairEvaluation.PlayAsync(
            count: 6, seed: 5_000, noise: 0.03, Estimation.CallBudget.Parse("1.5n"), Estimation.CallBudget.Parse("3n"), CancellationToken.None);
        Assert.True(summary is { Right: >= 0.9, FalseClaims: <= 0.05 }, $"{summary}");
        Assert.InRange(summary.MostCallsPerPlayer, 1, 3);
    }

    /// <summary>The ground of the drawn street is one colour.</summary>
    private sealed class FlatRoad : IFill
    {
        private const byte Road = 110;

        public string Name => "flat road";

        public void Apply(BgrImage source, HiddenRegion hidden, BgrImage destination)
        {
            foreach (MaskRun run in hidden.Pixels.Runs)
            {
                destination.Row(run.Y).Slice(3 * run.X, 3 * run.Length).Fill(Road);
            }
        }
    }
}
