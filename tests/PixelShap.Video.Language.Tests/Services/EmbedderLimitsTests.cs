using System.Globalization;
using System.Text.Json;
using PixelShap.Video.Language.Calls;

namespace PixelShap.Video.Language.Tests.Services;

/// <summary>An embedder obeys what the model obeys, and sends as many texts as the service takes.</summary>
public sealed class EmbedderLimitsTests : ServiceTestBase
{
    private static readonly string[] Texts = [.. Enumerable.Range(0, 35).Select(i => string.Create(CultureInfo.InvariantCulture, $"text {i}"))];

    [Theory]
    [InlineData("""{"error":{"code":"InvalidParameter","message":"<400> InternalError.Algo.InvalidParameter: Value error, batch size is invalid, it should not be larger than 10.: input.contents"}}""")]
    [InlineData("""{"detail":"Too many inputs in one request"}""")]
    public async Task A_service_that_takes_few_texts_gets_smaller_batches(string body)
    {
        await using QuirkServer server = await QuirkServer.StartAsync((request, _) => request.GetProperty("input").GetArrayLength() > 10 ? new QuirkServer.Reply(400, body) : Vectors(request));
        using ITextEmbedder embedder = Embedder(Settings(server));
        Assert.Equal(Texts.Select(text => (float)text.Length), (await embedder.EmbedAsync(Texts, CancellationToken.None)).Select(vector => vector[0]));
        Assert.True(server.Requests.Count <= 7, $"{server.Requests.Count} requests");
    }

    [Fact]
    public async Task A_budget_holds_for_embeddings_and_questions_together()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((request, _) => request.TryGetProperty("input", out JsonElement _) ? Vectors(request) : QuirkServer.Says("Slow down."));
        VlmConfiguration settings = Settings(server) with { Budget = new VlmBudget { MaxCalls = 2 } };
        using var account = new ServiceAccount(settings, TimeProvider.System, Logger);
        using ITextEmbedder embedder = Embedder(settings, account);
        await using IVisionLanguageModel model = LanguageModels.Create(new ProviderParts
        {
            Configuration = settings, Seed = 1, Codec = new PlainCodec(), BaseDirectory = Folder, Logger = Logger, Account = account,
        });
        await embedder.EmbedAsync(["one"], CancellationToken.None);
        await model.AskAsync(Question(1), CancellationToken.None);
        var end = await Assert.ThrowsAsync<PixelShapException>(async () => await embedder.EmbedAsync(["two"], CancellationToken.None));
        Assert.Contains("max_calls", end.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_permanent_error_of_an_embedder_costs_one_request()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => new QuirkServer.Reply(401, """{"detail":"Invalid API Key"}"""));
        using ITextEmbedder embedder = Embedder(Settings(server));
        Assert.Contains("Invalid API Key", (await Assert.ThrowsAsync<PixelShapException>(async () => await embedder.EmbedAsync(Texts, CancellationToken.None))).Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    private static QuirkServer.Reply Vectors(JsonElement request) => new(200, JsonSerializer.Serialize(new
    {
        data = request.GetProperty("input").EnumerateArray().Select((text, index) => new { index, embedding = new[] { text.GetString()!.Length, 1f } }),
    }));

    private ITextEmbedder Embedder(VlmConfiguration settings, ServiceAccount? account = null) => LanguageModels.Embedder(
        new EmbedderConfiguration { Provider = EmbedderProvider.Openai, Model = "embedder", BaseUrl = settings.BaseUrl }, settings, 1, Folder, TimeProvider.System, Logger, account);
}
