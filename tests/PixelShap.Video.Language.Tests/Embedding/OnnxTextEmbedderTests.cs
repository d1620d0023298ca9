using PixelShap.Testing;
using PixelShap.Video.Attribution;
using PixelShap.Video.Language.Embedding;

namespace PixelShap.Video.Language.Tests.Embedding;

/// <summary>The expected vectors are means of rows of the table in Models/make_models.py.</summary>
public sealed class OnnxTextEmbedderTests
{
    [Theory]
    [InlineData("embedder.onnx")]
    [InlineData("embedder_fixed.onnx")]
    public async Task An_embedding_is_the_mean_over_the_tokens_of_the_text_at_length_1(string model)
    {
        using OnnxTextEmbedder embedder = OnnxTextEmbedder.Load(Models.Path(model));
        IReadOnlyList<float[]> vectors = await embedder.EmbedAsync(["The car", "the car crosses", "bus, pedestrian"], CancellationToken.None);
        AssertDirection([1, 0, 0, 0], vectors[0]);
        AssertDirection([1, 0, 1, 0], vectors[1]);
        AssertDirection([0.8, 1.6, 0, 1], vectors[2]);
    }

    [Fact]
    public async Task A_text_longer_than_a_fixed_input_is_cut()
    {
        using OnnxTextEmbedder embedder = OnnxTextEmbedder.Load(Models.Path("embedder_fixed.onnx"));
        IReadOnlyList<float[]> vectors = await embedder.EmbedAsync(["car car car car car car pedestrian pedestrian"], CancellationToken.None);
        AssertDirection([1, 0, 0, 0], vectors[0]);
    }

    [Fact]
    public async Task A_vector_does_not_depend_on_what_it_is_asked_with()
    {
        using OnnxTextEmbedder embedder = OnnxTextEmbedder.Load(Models.Path("embedder.onnx"));
        float[] alone = (await embedder.EmbedAsync(["bus crosses"], CancellationToken.None))[0];
        float[] among = (await embedder.EmbedAsync(["car", "bus crosses", "the pedestrian crosses the car"], CancellationToken.None))[1];
        Assert.Equal(alone, among);
    }

    [Fact]
    public async Task The_similarity_is_the_cosine_of_the_embeddings()
    {
        using EmbeddingSimilarity similarity = await EmbeddingSimilarity.CreateAsync(OnnxTextEmbedder.Load(Models.Path("embedder.onnx")), CancellationToken.None);
        IReadOnlyList<double> values = await similarity.CompareAsync("The car", ["The car", "bus", "car crosses", "pedestrian"], CancellationToken.None);
        Assert.Equal(1, values[0]);
        Assert.Equal(0.8, values[1], 6);
        Assert.Equal(Math.Sqrt(0.5), values[2], 6);
        Assert.Equal(0, values[3], 6);
    }

    [Fact]
    public async Task A_model_that_says_the_same_of_everything_is_found_when_it_is_tried_out()
    {
        OnnxTextEmbedder embedder = OnnxTextEmbedder.Load(Models.Path("embedder_constant.onnx"));
        var error = await Assert.ThrowsAsync<PixelShapException>(() => EmbeddingSimilarity.CreateAsync(embedder, CancellationToken.None));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("the same vector", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vocabulary_larger_than_the_model_is_found_when_it_is_tried_out()
    {
        OnnxTextEmbedder embedder = OnnxTextEmbedder.Load(Models.Path("embedder_small.onnx"));
        var error = await Assert.ThrowsAsync<PixelShapException>(() => EmbeddingSimilarity.CreateAsync(embedder, CancellationToken.None));
        Assert.Contains("attribution.embedder.vocabulary", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_model_a_missing_vocabulary_and_a_file_that_is_no_model_are_named()
    {
        Assert.Contains("does not exist", Refused("none.onnx", null), StringComparison.Ordinal);
        Assert.Contains("cannot be loaded as an ONNX model", Refused("make_models.py", null), StringComparison.Ordinal);
        Assert.Contains("no.txt", Refused("embedder.onnx", "no.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_images_is_refused()
    {
        string message = Refused(Path.Combine(SharedData.RepositoryRoot, "models", "pixelshap-road.onnx"), Models.Path("vocab.txt"));
        Assert.Contains("no sentence embedding model", message, StringComparison.Ordinal);
    }

    private static string Refused(string model, string? vocabulary)
    {
        var error = Assert.Throws<PixelShapException>(() => OnnxTextEmbedder.Load(Models.Path(model), vocabulary));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        return error.Message;
    }

    private static void AssertDirection(double[] expected, float[] actual)
    {
        double norm = Math.Sqrt(expected.Sum(value => value * value));
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First / norm, pair.Second, 6));
    }
}
