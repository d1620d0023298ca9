using PixelShap.Video.Attribution;
using PixelShap.Video.Language.Embedding;

namespace PixelShap.Video.Language.Tests.Embedding;

/// <summary>The real SDK against a real server on this machine.</summary>
public sealed class OpenAiTextEmbedderTests : IDisposable
{
    private const string KeyVariable = "PIXELSHAP_TEST_EMBEDDING_KEY";
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public OpenAiTextEmbedderTests() => Environment.SetEnvironmentVariable(KeyVariable, ChatServer.Key);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Many_texts_are_asked_for_at_once_and_none_twice()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        string[] texts = [.. Enumerable.Range(0, OpenAiTextEmbedder.BatchSize + 5).Select(i => new string('a', i) + "b")];
        using (ITextEmbedder embedder = Embedder(server))
        {
            Assert.Equal(texts.Select(ChatServer.VectorOf), await embedder.EmbedAsync(texts, CancellationToken.None));
        }

        Assert.Equal([OpenAiTextEmbedder.BatchSize, 5], server.Embeddings.Select(asked => asked.Count));
        using ITextEmbedder later = Embedder(server, offline: true);
        Assert.Equal(texts.Select(ChatServer.VectorOf), await later.EmbedAsync(texts, CancellationToken.None));
        Assert.Equal(2, server.Embeddings.Count);
        var missing = await Assert.ThrowsAsync<PixelShapException>(async () => await later.EmbedAsync(["new"], CancellationToken.None));
        Assert.Equal(ExitCode.Limit, missing.ExitCode);
    }

    [Fact]
    public async Task A_passing_fault_is_overcome_and_one_that_stays_ends_the_run()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        server.EmbeddingFaults = 2;
        using ITextEmbedder embedder = Embedder(server);
        Assert.Equal(ChatServer.VectorOf("car"), (await embedder.EmbedAsync(["car"], CancellationToken.None))[0]);
        Assert.Equal(3, server.Embeddings.Count);

        server.EmbeddingFaults = int.MaxValue;
        var error = await Assert.ThrowsAsync<PixelShapException>(async () => await embedder.EmbedAsync(["bus"], CancellationToken.None));
        Assert.Equal(ExitCode.Limit, error.ExitCode);
        Assert.Contains("503", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_compares_answers_like_any_embedder()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        using EmbeddingSimilarity similarity = await EmbeddingSimilarity.CreateAsync(Embedder(server), CancellationToken.None);
        IReadOnlyList<double> values = await similarity.CompareAsync("abc", ["cab", "", "xyz"], CancellationToken.None);
        Assert.Equal(1, values[0], 6);
        Assert.Equal(0.25, values[2], 6);
        Assert.Contains(server.Embeddings, asked => asked.Contains(" "));
    }

    private ITextEmbedder Embedder(ChatServer server, bool offline = false) => LanguageModels.Embedder(
        new EmbedderConfiguration { Provider = EmbedderProvider.Openai, Model = "embedder", BaseUrl = server.BaseUrl, ApiKeyVariable = KeyVariable },
        new VlmConfiguration
        {
            Retry = new VlmRetry { MaxAttempts = 3, FirstDelaySeconds = 0.01, MaxDelaySeconds = 0.02 },
            Cache = new VlmCache { Directory = Path.Combine(_folder, "cache"), Offline = offline },
        },
        1,
        _folder,
        TimeProvider.System);
}
