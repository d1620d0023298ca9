using System.Text;
using PixelShap.Video.Evaluation.Games;

namespace PixelShap.Video.Evaluation.Tests.Games;

public sealed class GameTablesTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"format":1}""")]
    [InlineData("""{"format":1,"games":[null]}""")]
    [InlineData("""{"format":1,"games":[{"values":null}]}""")]
    [InlineData("""{"format":1,"games":[{"values":[0,1],"observed":null}]}""")]
    [InlineData("""{"format":1,"games":[{"values":[0,1,2]}]}""")]
    [InlineData("""{"format":1,"games":[{"values":[0,1e308]}]}""")]
    [InlineData("""{"format":1,"games":[{"values":[0,1e999]}]}""")]
    [InlineData("""{"format":1,"games":[]}""")]
    [InlineData("""{"format":1,"games":[{"n":2,"values":[0,1]}]}""")]
    [InlineData("""{"format":1,"games":[{"n":0,"values":[1]}]}""")]
    [InlineData("""{"format":1,"games":[{"n":-1,"values":[0,1]}]}""")]
    [InlineData("""{"format":1,"games":[{"values":[]}]}""")]
    public void A_table_that_cannot_be_played_is_refused(string json) =>
        Assert.Throws<InvalidDataException>(() => GameTables.ReadGames(new MemoryStream(Encoding.UTF8.GetBytes(json))));

    [Theory]
    [InlineData("""{"format":1,"sequences":[null]}""")]
    [InlineData("""{"format":1,"sequences":[]}""")]
    [InlineData("""{"format":1,"sequences":[{"keyframes":[]}]}""")]
    [InlineData("""{"format":1,"sequences":[{"keyframes":[{"objects":[],"values":[1]}]}]}""")]
    [InlineData("""{"format":1,"sequences":[{"keyframes":null}]}""")]
    [InlineData("""{"format":1,"sequences":[{"keyframes":[null]}]}""")]
    [InlineData("""{"format":1,"sequences":[{"keyframes":[{"objects":null,"values":[0,1]}]}]}""")]
    [InlineData("""{"format":1,"sequences":[{"keyframes":[{"objects":[7,7],"values":[0,0,0,1]}]}]}""")]
    public void A_sequence_that_cannot_be_played_is_refused(string json) =>
        Assert.Throws<InvalidDataException>(() => GameTables.ReadSequences(new MemoryStream(Encoding.UTF8.GetBytes(json))));
}
