using Microsoft.Extensions.AI;

namespace PixelShap.Video.Language.Tests.Services;

/// <summary>Anything that implements IChatClient can be asked. The first test is the example of docs/models.md.</summary>
public sealed class ChatClientTests : ServiceTestBase
{
    [Fact]
    public async Task Any_client_is_asked_with_text_and_picture()
    {
        // Anthropic's and Ollama's official clients implement this interface; here is one of our own.
        using IChatClient client = new Client(_ => new ChatResponse(new ChatMessage(ChatRole.Assistant, "<think>hmm</think>Slow down.")) { Usage = new UsageDetails { InputTokenCount = 7, OutputTokenCount = 3 } });
        await using IVisionLanguageModel model = LanguageModels.Of(client, "my-model", Parts());
        Answer answer = await model.AskAsync(Question(1), CancellationToken.None);
        Assert.Equal(("Slow down.", "hmm"), (answer.Text, answer.Reasoning));
        Assert.Equal((7L, 3L), (model.Usage!.InputTokens, model.Usage.OutputTokens));
        ChatMessage asked = ((Client)client).Asked.Single();
        Assert.Equal("What do you see?", asked.Text);
        Assert.Equal("image/jpeg", asked.Contents.OfType<DataContent>().Single().MediaType);
    }

    [Fact]
    public async Task Its_errors_are_judged_by_status_and_words()
    {
        using IChatClient throttled = new Client(number => number == 1
            ? throw new HttpRequestException("Too many requests", null, System.Net.HttpStatusCode.TooManyRequests) : new ChatResponse(new ChatMessage(ChatRole.Assistant, "Slow down.")));
        await using IVisionLanguageModel patient = LanguageModels.Of(throttled, "my-model", Parts());
        Assert.Equal("Slow down.", (await patient.AskAsync(Question(1), CancellationToken.None)).Text);

        using IChatClient blind = new Client(_ => throw new InvalidOperationException("this model does not support images"));
        await using IVisionLanguageModel model = LanguageModels.Of(blind, "my-model", Parts());
        var error = await Assert.ThrowsAsync<PixelShapException>(() => model.AskAsync(Question(1), CancellationToken.None));
        Assert.Contains("my-model takes no pictures", error.Message, StringComparison.Ordinal);
        Assert.Single(((Client)blind).Asked);
    }

    [Fact]
    public async Task An_error_among_its_contents_is_no_answer_and_a_filter_is_one_gap()
    {
        using IChatClient failing = new Client(_ => new ChatResponse(new ChatMessage(ChatRole.Assistant, [new TextContent("A ca"), new ErrorContent("this model does not support images")])));
        await using IVisionLanguageModel model = LanguageModels.Of(failing, "my-model", Parts());
        Assert.Contains("takes no pictures", (await Assert.ThrowsAsync<PixelShapException>(() => model.AskAsync(Question(1), CancellationToken.None))).Message, StringComparison.Ordinal);

        using IChatClient strict = new Client(_ => new ChatResponse(new ChatMessage(ChatRole.Assistant, "A ca")) { FinishReason = ChatFinishReason.ContentFilter });
        await using IVisionLanguageModel filtered = LanguageModels.Of(strict, "my-model", Parts());
        Assert.Equal(AnswerKind.Filtered, (await filtered.AskAsync(Question(1), CancellationToken.None)).Kind);
    }

    [Fact]
    public async Task The_cache_tells_questions_with_other_earlier_pictures_apart()
    {
        using IChatClient client = new Client(number => new ChatResponse(new ChatMessage(ChatRole.Assistant, $"Answer {number}.")));
        ProviderParts parts = Parts();
        await using IVisionLanguageModel model = LanguageModels.Of(client, "my-model", parts with { Configuration = parts.Configuration with { Cache = new VlmCache { Directory = "cache" } } });
        string[] answers = ["Answer 1.", "Answer 2.", "Answer 1."];
        int[] shades = [5, 6, 5];
        foreach ((string answer, int shade) in answers.Zip(shades))
        {
            var earlier = new EarlierPicture(Question(shade).Image, 0.5, new PictureCache());
            Assert.Equal(answer, (await model.AskAsync(Question(1) with { Earlier = [earlier] }, CancellationToken.None)).Text);
        }
    }

    /// <summary>Where no seed is sent, two repeats are the same request: they are two questions all the same.</summary>
    [Fact]
    public async Task A_repeat_is_asked_anew_and_found_again_in_the_cache()
    {
        using IChatClient client = new Client(number => new ChatResponse(new ChatMessage(ChatRole.Assistant, $"Answer {number}.")));
        ProviderParts parts = Parts() with { Configuration = Parts().Configuration with { SendSeed = false, Cache = new VlmCache { Directory = Path.Combine(Folder, "cache") } } };
        string[][] rounds = new string[2][];
        for (int round = 0; round < 2; round++)
        {
            await using IVisionLanguageModel model = LanguageModels.Of(client, "my-model", parts);
            rounds[round] = [(await AskAsync(0)).Text, (await AskAsync(1)).Text, (await AskAsync(2)).Text];

            Task<Answer> AskAsync(int repeat) => model.AskAsync(Question(1) with { Repeat = repeat }, CancellationToken.None);
        }

        Assert.Equal(["Answer 1.", "Answer 2.", "Answer 3."], rounds[0]);
        Assert.Equal(rounds[0], rounds[1]);
    }

    private ProviderParts Parts() => new()
    {
        Configuration = new VlmConfiguration { Cache = new VlmCache { Enabled = false }, Retry = new VlmRetry { FirstDelaySeconds = 0.01 } },
        Seed = 1,
        Codec = new PlainCodec(),
        BaseDirectory = Folder,
        Logger = Logger,
    };

    private sealed class Client(Func<int, ChatResponse> reply) : IChatClient
    {
        public List<ChatMessage> Asked { get; } = [];

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Asked.Add(messages.Last());
            return Task.FromResult(reply(Asked.Count));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
