using System.Text;
using PixelShap.Similarity;
using PixelShap.Video.Evaluation.Similarities;

namespace PixelShap.Video.Evaluation.Tests.Similarities;

public sealed class TripleTableTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"format":1,"triples":[]}""")]
    [InlineData("""{"format":2,"triples":[]}""")]
    [InlineData("""{"format":1,"triples":[null]}""")]
    [InlineData("""{"format":1,"triples":[{"kind":"side","reference":"a","same":"b"}]}""")]
    [InlineData("""{"format":1,"triples":[],"noise":[{"answers":null}]}""")]
    public void A_table_that_cannot_be_measured_is_refused(string json) => Assert.Throws<InvalidDataException>(() => Read(json));

    [Fact]
    public async Task Equal_likeness_is_wrong_and_kinds_count_apart()
    {
        TripleTable table = Read("""
            {"format":1,
             "triples":[
               {"kind":"word","reference":"red car","same":"red car","other":"green tree"},
               {"kind":"order","reference":"car before bus","same":"car before bus","other":"bus before car"}],
             "noise":[{"answers":["red car","red car","green tree"]},{"answers":["alone"]}]}
            """);
        TripleSummary summary = await table.MeasureAsync(new TfIdfSimilarity(), default);
        Assert.Equal(2, summary.Triples);
        Assert.Equal(0.5, summary.Right);
        Assert.Equal(1, summary.ByKind["word"]);
        Assert.Equal(0, summary.ByKind["order"]); // TF-IDF knows no order: both are 1.
        Assert.Equal(0.5, summary.NoiseMean, 9);
    }

    private static TripleTable Read(string json) => TripleTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
