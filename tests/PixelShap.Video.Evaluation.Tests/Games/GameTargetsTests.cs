using System.Text;
using PixelShap.Video.Evaluation.Games;

namespace PixelShap.Video.Evaluation.Tests.Games;

public sealed class GameTargetsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_target_that_is_no_player_is_refused(int target)
    {
        var error = Assert.Throws<InvalidDataException>(() => GameTables.ReadGames(Json($$"""{"format":1,"games":[{"name":"g7","values":[0,1],"targets":[{{target}}]}]}""")));
        Assert.Contains("g7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recall_is_of_games_with_targets_and_one_target_on_top_is_enough()
    {
        AgreementSummary summary = Trial.Summarize(
            [new([1, 0, 0], [0.9, 0.1, 0], [0, 0, 0], 3, [0, 2]), new([1, 0, 0], [0.2, 0.2, 0], [0, 0, 0], 3, [0]), new([1, 0, 0], [0, 0, 1], [0, 0, 0], 3)]);
        Assert.Equal(0.5, summary.Recall1);
        Assert.Equal(1, summary.Recall2);
    }

    private static MemoryStream Json(string text) => new(Encoding.UTF8.GetBytes(text));
}
