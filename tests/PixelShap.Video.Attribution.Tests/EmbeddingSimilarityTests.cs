using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution.Tests;

public sealed class EmbeddingSimilarityTests
{
    [Fact]
    public async Task Every_text_is_embedded_once()
    {
        var embedder = new LengthEmbedder();
        using EmbeddingSimilarity similarity = await EmbeddingSimilarity.CreateAsync(embedder, CancellationToken.None);
        await similarity.CompareAsync("base", ["one", "three", "one", "base"], CancellationToken.None);
        await similarity.CompareAsync("base", ["one", "three", "seven"], CancellationToken.None);
        Assert.Equal(embedder.Asked.Distinct(), embedder.Asked);
    }

    [Fact]
    public async Task The_value_is_the_cosine_and_stays_when_more_answers_come()
    {
        using EmbeddingSimilarity similarity = await EmbeddingSimilarity.CreateAsync(new LengthEmbedder(), CancellationToken.None);
        double first = (await similarity.CompareAsync("1234", ["12"], CancellationToken.None))[0];
        IReadOnlyList<double> later = await similarity.CompareAsync("1234", ["12", "", "1234", "4321"], CancellationToken.None);
        Assert.Equal(((4 * 2) + 1) / (Math.Sqrt(17) * Math.Sqrt(5)), first, 6);
        Assert.Equal(first, later[0]);
        Assert.Equal(1, later[2]);
        Assert.Equal(1, later[3], 6);
    }

    [Theory]
    [InlineData(0f, "zeros")]
    [InlineData(float.NaN, "not finite")]
    [InlineData(1f, "the same vector")]
    public async Task A_useless_embedder_is_found_before_it_is_used_and_disposed(float value, string reason)
    {
        var embedder = new LengthEmbedder { Constant = value };
        var error = await Assert.ThrowsAsync<PixelShapException>(() => EmbeddingSimilarity.CreateAsync(embedder, CancellationToken.None));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.True(embedder.IsDisposed);
    }

    /// <summary>The vector of a text is (its length, 1).</summary>
    private sealed class LengthEmbedder : ITextEmbedder
    {
        public float? Constant { get; init; }

        public List<string> Asked { get; } = [];

        public bool IsDisposed { get; private set; }

        public string Id => "lengths";

        public ValueTask<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
        {
            Asked.AddRange(texts);
            return ValueTask.FromResult<IReadOnlyList<float[]>>([.. texts.Select(text => Constant is { } value ? new[] { value, value } : [text.Length, 1])]);
        }

        public void Dispose() => IsDisposed = true;
    }
}
