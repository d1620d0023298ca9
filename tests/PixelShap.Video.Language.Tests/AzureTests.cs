using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;

namespace PixelShap.Video.Language.Tests;

/// <summary>Azure's SDK against a server on this machine that has Azure's paths. What is not the client is shared, and tested, with OpenAI.</summary>
public sealed class AzureTests : IDisposable
{
    private const string KeyVariable = "PIXELSHAP_TEST_AZURE_KEY";
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public AzureTests() => Environment.SetEnvironmentVariable(KeyVariable, ChatServer.Key);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_question_goes_to_the_deployment_with_the_version_and_the_key()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        await using IVisionLanguageModel model = Model(Settings(server));
        Answer answer = await model.AskAsync(Question(), CancellationToken.None);
        Assert.Equal(AnswerKind.Text, answer.Kind);
        ChatCall call = Assert.Single(server.Calls);
        Assert.Equal("/openai/deployments/test/chat/completions?api-version=2024-10-21", call.Address);
        Assert.Equal([$"api-key: {ChatServer.Key}"], call.Credentials);
        Assert.Single(call.Images);
        Assert.Equal((100L, 10L), (model.Usage!.InputTokens, model.Usage.OutputTokens));
    }

    [Fact]
    public async Task An_answer_is_kept_in_the_cache_and_not_asked_for_again()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        VlmConfiguration settings = Settings(server);
        Answer first, second;
        await using (IVisionLanguageModel model = Model(settings))
        {
            first = await model.AskAsync(Question(), CancellationToken.None);
        }

        string key = Assert.Single(server.Calls).CacheKey;
        Assert.True(File.Exists(Path.Combine(_folder, "cache", key[..2], key + ".json")));
        await using (IVisionLanguageModel model = Model(settings with { Cache = settings.Cache with { Offline = true } }))
        {
            second = await model.AskAsync(Question(), CancellationToken.None);
        }

        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData((int)Fault.TooManyRequestsRetryAfter)]
    [InlineData((int)Fault.InternalError)]
    [InlineData((int)Fault.Reset)]
    [InlineData((int)Fault.TruncatedJson)]
    [InlineData((int)Fault.Endless)]
    public async Task A_passing_fault_is_overcome_by_asking_the_same_again(int fault)
    {
        await using ChatServer server = await ChatServer.StartAsync(call => call.Attempt == 1 ? (Fault)fault : Fault.None);
        await using IVisionLanguageModel model = Model(Settings(server));
        Assert.Equal(AnswerKind.Text, (await model.AskAsync(Question(), CancellationToken.None)).Kind);
        Assert.Equal([1, 2], server.Calls.Select(call => call.Attempt));
        Assert.Equal((2L, 1L), (model.Usage!.Requests, model.Usage.Retries));
    }

    [Fact]
    public async Task A_question_that_the_content_filter_holds_back_is_recorded_as_that()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.FilteredQuestion);
        await using IVisionLanguageModel model = Model(Settings(server));
        Assert.Equal(AnswerKind.Filtered, (await model.AskAsync(Question(), CancellationToken.None)).Kind);
    }

    [Theory]
    [InlineData("nobody", ChatServer.ApiVersion, "The API deployment for this resource does not exist")]
    [InlineData("test", "2099-01-01-preview", "Resource not found")]
    public async Task A_deployment_or_a_version_that_is_not_there_ends_the_run_and_says_what_to_check(string deployment, string version, string said)
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        await using IVisionLanguageModel model = Model(Settings(server) with { Model = deployment, ApiVersion = version });
        var error = await Assert.ThrowsAsync<PixelShapException>(() => model.AskAsync(Question(), CancellationToken.None));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains($"{deployment} at 127.0.0.1 is not there (404): {said}", error.Message, StringComparison.Ordinal);
        Assert.Contains("api_version", error.Remedy, StringComparison.Ordinal);
        Assert.EndsWith($"?api-version={version}", Assert.Single(server.Calls).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_the_service_refuses_and_repeats_is_not_in_the_message()
    {
        Environment.SetEnvironmentVariable("PIXELSHAP_TEST_AZURE_WRONG_KEY", "not-for-you-4711");
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        await using IVisionLanguageModel model = Model(Settings(server) with { ApiKeyVariable = "PIXELSHAP_TEST_AZURE_WRONG_KEY" });
        var error = await Assert.ThrowsAsync<PixelShapException>(() => model.AskAsync(Question(), CancellationToken.None));
        Assert.Contains("does not accept the key (401): Incorrect API key provided: api-key: ***", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-for-you-4711", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "base_url names no endpoint")]
    [InlineData("https://name.openai.azure.com/openai/v1", "base_url has the path /openai/v1")]
    [InlineData("https://user:secret@name.openai.azure.com", "of the form https://NAME.openai.azure.com")]
    public void An_address_that_is_no_endpoint_is_refused(string address, string said)
    {
        var settings = new VlmConfiguration { Provider = Providers.Azure, Model = "test", BaseUrl = address, ApiKeyVariable = KeyVariable };
        var error = Assert.Throws<PixelShapException>(() => Model(settings));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_key_one_sentence_names_its_variable()
    {
        var settings = new VlmConfiguration { Provider = Providers.Azure, BaseUrl = "https://name.openai.azure.com" };
        var error = Assert.Throws<PixelShapException>(() => Model(settings));
        Assert.Contains("AZURE_OPENAI_API_KEY holds no key", error.Message, StringComparison.Ordinal);
        Assert.Contains("vlm.auth", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embeddings_come_from_a_deployment_too()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        server.EmbeddingFaults = 1;
        var embedder = new EmbedderConfiguration { Provider = EmbedderProvider.Azure, Model = "embedder" };
        using ITextEmbedder vectors = LanguageModels.Embedder(embedder, Settings(server), 1, _folder, TimeProvider.System);
        Assert.Equal(ChatServer.VectorOf("car"), (await vectors.EmbedAsync(["car"], CancellationToken.None))[0]);
        Assert.Equal(2, server.Embeddings.Count);
    }

    [Fact]
    public void Neither_key_nor_address_goes_from_Azure_to_OpenAI_or_back()
    {
        var azure = new VlmConfiguration { Provider = Providers.Azure, BaseUrl = "https://name.openai.azure.com", ApiKeyVariable = KeyVariable };
        var openAi = new EmbedderConfiguration { Provider = EmbedderProvider.Openai, Model = "embedder" };
        string said = Assert.Throws<PixelShapException>(() => LanguageModels.Embedder(openAi, azure, 1, _folder, TimeProvider.System)).Message;
        Assert.Contains("OPENAI_API_KEY holds no key", said, StringComparison.Ordinal);
        Assert.DoesNotContain("AZURE", said, StringComparison.Ordinal);

        var other = new VlmConfiguration { Provider = Providers.OpenAi, ApiKeyVariable = KeyVariable };
        var onAzure = new EmbedderConfiguration { Provider = EmbedderProvider.Azure, Model = "embedder", BaseUrl = "https://name.openai.azure.com" };
        said = Assert.Throws<PixelShapException>(() => LanguageModels.Embedder(onAzure, other, 1, _folder, TimeProvider.System)).Message;
        Assert.Contains("AZURE_OPENAI_API_KEY holds no key", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_stands_where_the_name_of_a_variable_belongs_is_not_shown()
    {
        var pasted = new VlmConfiguration { Provider = Providers.OpenAi, ApiKeyVariable = "sk-proj-abc123" };
        var embedder = new EmbedderConfiguration { Provider = EmbedderProvider.Openai, Model = "embedder" };
        var error = Assert.Throws<PixelShapException>(() => LanguageModels.Embedder(embedder, pasted, 1, _folder, TimeProvider.System));
        Assert.Equal("vlm.api_key_variable is no name of a variable.", error.Message);
        Assert.DoesNotContain("abc123", error.Remedy, StringComparison.Ordinal);
    }

    private static Question Question()
    {
        var pixels = new byte[8 * 6 * 3];
        return new Question(new BgrImage(pixels, 8, 6, 24), "What do you see?");
    }

    private VlmConfiguration Settings(ChatServer server) => new()
    {
        Provider = Providers.Azure,
        Model = "test",
        BaseUrl = server.Endpoint,
        ApiKeyVariable = KeyVariable,
        Retry = new VlmRetry { FirstDelaySeconds = 0.01, MaxDelaySeconds = 0.02 },
        Cache = new VlmCache { Directory = Path.Combine(_folder, "cache") },
    };

    private IVisionLanguageModel Model(VlmConfiguration settings) =>
        LanguageModels.Create(settings, 1, new PlainCodec(), _folder, planOnly: false, TimeProvider.System, NullLogger.Instance);
}
