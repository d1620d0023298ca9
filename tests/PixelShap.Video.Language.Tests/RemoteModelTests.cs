using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;

namespace PixelShap.Video.Language.Tests;

/// <summary>The real SDK against a real server on this machine.</summary>
public sealed class RemoteModelTests : IDisposable
{
    private const string KeyVariable = "PIXELSHAP_TEST_KEY";
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public RemoteModelTests() => Environment.SetEnvironmentVariable(KeyVariable, ChatServer.Key);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData((int)Fault.TooManyRequests)]
    [InlineData((int)Fault.InternalError)]
    [InlineData((int)Fault.Unavailable)]
    [InlineData((int)Fault.Reset)]
    [InlineData((int)Fault.Hang)]
    [InlineData((int)Fault.TruncatedJson)]
    [InlineData((int)Fault.EmptyChoices)]
    [InlineData((int)Fault.WrongContentType)]
    [InlineData((int)Fault.HalfACharacter)]
    [InlineData((int)Fault.NoUtf8)]
    [InlineData((int)Fault.Endless)]
    [InlineData((int)Fault.Novel)]
    public async Task A_passing_fault_is_overcome_by_asking_the_same_again(int fault)
    {
        await using ChatServer server = await ChatServer.StartAsync(call => call.Attempt <= 2 ? (Fault)fault : Fault.None);
        double patience = (Fault)fault == Fault.Hang ? 1 : 60;
        await using IVisionLanguageModel model = Model(Settings(server) with { Limits = new VlmLimits { CallTimeoutSeconds = patience } });
        Answer answer = await model.AskAsync(Question(1), CancellationToken.None);
        Assert.Equal(AnswerKind.Text, answer.Kind);
        Assert.Equal([1, 2, 3], server.Calls.Select(call => call.Attempt));
        Assert.Equal((3L, 2L, 1L), (model.Usage!.Requests, model.Usage.Retries, model.Usage.Answers));
        Assert.Equal((100L, 10L), (model.Usage.InputTokens, model.Usage.OutputTokens));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.3, (int)Fault.Hang)]
    [InlineData(0.3, (int)Fault.Slow)]
    [InlineData(0.3, (int)Fault.None)]
    public async Task A_slow_answer_is_asked_for_a_second_time_only_where_hedging_is_wanted(double after, int first)
    {
        await using ChatServer server = await ChatServer.StartAsync(call => call.Attempt == 1 ? (Fault)first : Fault.None);
        VlmConfiguration settings = Settings(server);
        await using IVisionLanguageModel model = Model(settings with { Retry = settings.Retry with { HedgeAfterSeconds = after } });
        Assert.Equal(AnswerKind.Text, (await model.AskAsync(Question(1), CancellationToken.None)).Kind);
        if ((Fault)first != Fault.None)
        {
            Assert.Equal([1, 2], server.Calls.Select(call => call.Attempt));
            Assert.Equal((2L, 1L, 1L), (model.Usage!.Requests, model.Usage.Retries, model.Usage.Answers));
        }
        else if (after == 0)
        {
            Assert.Single(server.Calls);
        }
    }

    [Fact]
    public async Task A_wish_to_be_left_alone_for_a_second_is_obeyed()
    {
        await using ChatServer server = await ChatServer.StartAsync(call => call.Attempt == 1 ? Fault.TooManyRequestsRetryAfter : Fault.None);
        await using IVisionLanguageModel model = Model(Settings(server));
        Assert.Equal(AnswerKind.Text, (await model.AskAsync(Question(1), CancellationToken.None)).Kind);
        Assert.True(server.Calls[1].At - server.Calls[0].At >= TimeSpan.FromSeconds(0.99));
    }

    [Theory]
    [InlineData((int)Fault.Refusal, AnswerKind.Refused)]
    [InlineData((int)Fault.ContentFilter, AnswerKind.Filtered)]
    [InlineData((int)Fault.FilteredQuestion, AnswerKind.Filtered)]
    [InlineData((int)Fault.EmptyAnswer, AnswerKind.Empty)]
    public async Task What_is_no_text_is_recorded_as_what_it_is_and_not_asked_again(int fault, AnswerKind kind)
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => (Fault)fault);
        await using IVisionLanguageModel model = Model(Settings(server));
        for (int time = 0; time < 2; time++)
        {
            Answer answer = await model.AskAsync(Question(1), CancellationToken.None);
            Assert.Equal(kind, answer.Kind);
            Assert.NotEqual("", answer.Reason);
        }

        Assert.Single(server.Calls);
        Assert.Equal((1L, 2L), (model.Usage!.CacheHits, model.Usage.Unanswered));
    }

    [Fact]
    public async Task A_fault_that_stays_leaves_one_question_without_an_answer_and_many_in_a_row_end_the_run()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.Unavailable);
        VlmConfiguration settings = Settings(server);
        await using IVisionLanguageModel model = Model(settings with { Retry = settings.Retry with { MaxAttempts = 2, GiveUpAfter = 3 } });
        Assert.Equal(AnswerKind.Failed, (await model.AskAsync(Question(1), CancellationToken.None)).Kind);
        Assert.Equal(AnswerKind.Failed, (await model.AskAsync(Question(1), CancellationToken.None)).Kind);
        var end = await Assert.ThrowsAsync<PixelShapException>(() => model.AskAsync(Question(2), CancellationToken.None));
        Assert.Equal(ExitCode.Limit, end.ExitCode);
        Assert.Equal(6, server.Calls.Count);
    }

    [Fact]
    public async Task An_answer_cannot_steer_the_terminal()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.Steering);
        await using IVisionLanguageModel model = Model(Settings(server));
        Assert.Equal("A [2Jcar\non the left", (await model.AskAsync(Question(1), CancellationToken.None)).Text);
    }

    [Fact]
    public async Task A_refused_key_is_not_repeated_in_the_message()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.WrongKey);
        await using IVisionLanguageModel model = Model(Settings(server));
        var error = await Assert.ThrowsAsync<PixelShapException>(() => model.AskAsync(Question(1), CancellationToken.None));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("***", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(ChatServer.Key, error.ToString(), StringComparison.Ordinal);
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task An_empty_account_ends_the_run_at_once()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.NoCredit);
        await using IVisionLanguageModel model = Model(Settings(server));
        var error = await Assert.ThrowsAsync<PixelShapException>(() => model.AskAsync(Question(1), CancellationToken.None));
        Assert.Equal(ExitCode.Limit, error.ExitCode);
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task The_same_question_is_asked_once_by_all_models_that_share_a_cache()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        Answer first, second;
        await using (IVisionLanguageModel model = Model(Settings(server)))
        {
            first = await model.AskAsync(Question(1), CancellationToken.None);
        }

        VlmConfiguration offline = Settings(server) with { Cache = Settings(server).Cache with { Offline = true } };
        await using IVisionLanguageModel later = Model(offline);
        second = await later.AskAsync(Question(1), CancellationToken.None);
        Assert.Equal(first, second);
        Assert.Single(server.Calls);
        var missing = await Assert.ThrowsAsync<PixelShapException>(() => later.AskAsync(Question(2), CancellationToken.None));
        Assert.Contains("not in the response cache", missing.Message, StringComparison.Ordinal);
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task Another_model_prompt_picture_or_temperature_is_another_question()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        VlmConfiguration settings = Settings(server);
        foreach (VlmConfiguration variant in (VlmConfiguration[])[settings, settings with { Model = "other" }, settings with { Temperature = 1 }, settings with { SystemPrompt = "Be brief." }])
        {
            await using IVisionLanguageModel model = Model(variant);
            await model.AskAsync(Question(1), CancellationToken.None);
            await model.AskAsync(Question(1), CancellationToken.None);
            await model.AskAsync(Question(2), CancellationToken.None);
            await model.AskAsync(Question(1) with { Prompt = "And now?" }, CancellationToken.None);
            await model.AskAsync(Question(1) with { Repeat = 1 }, CancellationToken.None);
        }

        Assert.Equal(16, server.Calls.Count);
        Assert.Equal(16, server.Calls.Select(call => call.Key).Distinct().Count());
    }

    /// <summary>Where no seed is sent, two repeats are the same bytes: they are two questions all the same.</summary>
    [Fact]
    public async Task A_repeat_is_asked_anew_and_found_again_in_the_cache()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        VlmConfiguration settings = Settings(server) with { SendSeed = false };
        for (int round = 0; round < 2; round++)
        {
            await using IVisionLanguageModel model = Model(settings);
            foreach (int repeat in (int[])[0, 1, 2])
            {
                await model.AskAsync(Question(1) with { Repeat = repeat }, CancellationToken.None);
            }
        }

        Assert.Equal(3, server.Calls.Count);
    }

    [Fact]
    public async Task Earlier_pictures_are_sent_before_the_one_that_is_asked_about_and_cost_what_pictures_cost()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        await using IVisionLanguageModel model = Model(Settings(server));
        Question question = Question(3) with
        {
            Earlier = [new EarlierPicture(Question(1).Image, 1, new PictureCache()), new EarlierPicture(Question(2).Image, 0.54, new PictureCache())],
        };
        await model.AskAsync(question, CancellationToken.None);
        foreach (byte shade in (byte[])[1, 2, 3])
        {
            await model.AskAsync(Question(shade), CancellationToken.None);
        }

        Assert.Equal("What do you see?\n1.0 s earlier:\n0.54 s earlier:\nNow:", server.Calls[0].Prompt);
        Assert.Equal("What do you see?", server.Calls[1].Prompt);
        Assert.Equal(server.Calls.Skip(1).SelectMany(call => call.Images), server.Calls[0].Images);

        await using IVisionLanguageModel plan = Model(Settings(server) with { Model = "other" }, planOnly: true);
        await plan.AskAsync(Question(3), CancellationToken.None);
        long one = plan.Usage!.InputTokens;
        await plan.AskAsync(question, CancellationToken.None);
        Assert.InRange(plan.Usage.InputTokens - one, (3 * 255) + 4, (3 * 255) + 20);
    }

    [Fact]
    public async Task Budgets_are_never_overdrawn_even_by_requests_at_the_same_time()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None, TimeSpan.FromMilliseconds(20));
        VlmConfiguration settings = Settings(server) with { MaxTokens = 50, ImageDetail = ImageDetail.Low };

        // A request may cost 85 + 4 tokens of question and 50 of answer, that is 89 * 2 + 50 * 8 = 578 millionths.
        await using IVisionLanguageModel model = Model(settings with { Budget = new VlmBudget { MaxCost = 0.003, InputPrice = 2, OutputPrice = 8 } });
        Task<Answer>[] asked = [.. Enumerable.Range(0, 30).Select(i => Task.Run(() => model.AskAsync(Question((byte)i), CancellationToken.None)))];
        var end = await Assert.ThrowsAsync<PixelShapException>(() => Task.WhenAll(asked));
        Assert.Equal(ExitCode.Limit, end.ExitCode);
        Assert.Contains("max_cost", end.Message, StringComparison.Ordinal);
        Assert.InRange(model.Usage!.Cost, 0.001, 0.003);
        Assert.Equal(model.Usage.Answers, asked.Count(task => task.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_keyframe_that_has_spent_its_budget_goes_without_the_rest()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        await using IVisionLanguageModel model = Model(Settings(server) with { Budget = new VlmBudget { MaxCallsPerKeyframe = 2 } });
        var kinds = new List<AnswerKind>();
        using QuestionScope first = model.OpenScope(), second = model.OpenScope();
        foreach ((byte i, QuestionScope? scope) in new (byte, QuestionScope?)[] { (0, first), (1, second), (2, first), (3, null), (4, first), (5, second), (6, second), (7, null) })
        {
            kinds.Add((await model.AskAsync(Question(i) with { Scope = scope }, CancellationToken.None)).Kind);
        }

        // Two of each keyframe, and what belongs to none is no keyframe's expense.
        Assert.Equal(
            [AnswerKind.Text, AnswerKind.Text, AnswerKind.Text, AnswerKind.Text, AnswerKind.Failed, AnswerKind.Text, AnswerKind.Failed, AnswerKind.Text], kinds);
        Assert.Equal(6, server.Calls.Count);
    }

    /// <summary>Much more is set aside for a call than it takes. What it did not take the keyframe may still spend.</summary>
    [Fact]
    public async Task A_keyframe_gets_back_what_a_call_did_not_take()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        VlmConfiguration settings = Settings(server) with { MaxTokens = 1000, ImageDetail = ImageDetail.Low, Budget = new VlmBudget { MaxTokensPerKeyframe = 2000 } };
        await using IVisionLanguageModel model = Model(settings);
        using QuestionScope scope = model.OpenScope();
        for (byte i = 0; i < 5; i++)
        {
            Assert.Equal(AnswerKind.Text, (await model.AskAsync(Question(i) with { Scope = scope }, CancellationToken.None)).Kind);
        }

        Assert.InRange(model.Usage!.InputTokens + model.Usage.OutputTokens, 5, 1000);
    }

    [Fact]
    public async Task A_keyframe_whose_time_is_over_goes_without_the_rest()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.Hang);
        VlmConfiguration settings = Settings(server);
        await using IVisionLanguageModel model = Model(settings with { Limits = new VlmLimits { CallTimeoutSeconds = 60, KeyframeTimeoutSeconds = 0.2 } });
        using QuestionScope scope = model.OpenScope();
        using var over = new CancellationTokenSource();
        Task<Answer> withoutScope = model.AskAsync(Question(2), over.Token);
        Answer answer = await model.AskAsync(Question(1) with { Scope = scope }, CancellationToken.None);
        Assert.Equal(AnswerKind.Failed, answer.Kind);
        Assert.False(withoutScope.IsCompleted);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withoutScope);
    }

    [Fact]
    public async Task A_plan_counts_without_asking_and_without_a_key()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        await using IVisionLanguageModel plan = Model(Settings(server) with { ApiKeyVariable = "PIXELSHAP_TEST_NO_KEY", BaseUrl = "" }, planOnly: true);
        await plan.AskAsync(Question(1), CancellationToken.None);
        await plan.AskAsync(Question(2), CancellationToken.None);
        Assert.Empty(server.Calls);
        Assert.Equal(2, plan.Usage!.Requests);
    }

    [Fact]
    public void OpenAI_without_a_key_is_refused_before_anything_is_asked()
    {
        var error = Assert.Throws<PixelShapException>(() => Model(new VlmConfiguration { Provider = Providers.OpenAi, ApiKeyVariable = "PIXELSHAP_TEST_NO_KEY" }));
        Assert.Contains("PIXELSHAP_TEST_NO_KEY", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_may_lie_in_a_file()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "key.txt"), ChatServer.Key + "\n");
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        await using IVisionLanguageModel model = Model(Settings(server) with { ApiKeyVariable = "PIXELSHAP_TEST_NO_KEY", ApiKeyFile = "key.txt" });
        Assert.Equal(AnswerKind.Text, (await model.AskAsync(Question(1), CancellationToken.None)).Kind);
    }

    [Fact]
    public void A_password_in_the_address_is_refused_without_repeating_it()
    {
        var error = Assert.Throws<PixelShapException>(() => Model(new VlmConfiguration { Provider = Providers.OpenAi, BaseUrl = "https://user:secret@host/v1", ApiKeyVariable = KeyVariable }));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:8999", "vlm.base_url is no address", "http:// or https://")]
    [InlineData("htp://host/v1", "vlm.base_url is no address", "http:// or https://")]
    [InlineData("http://host:99999/v1", "vlm.base_url has the port 99999", "1 to 65535")]
    public void An_address_that_is_none_is_named_with_its_whole_setting(string address, string said, string remedy)
    {
        var error = Assert.Throws<PixelShapException>(() => Model(new VlmConfiguration { Provider = Providers.OpenAi, BaseUrl = address, ApiKeyVariable = KeyVariable }));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_does_not_exist_is_asked_once()
    {
        VlmConfiguration settings = new() { Provider = Providers.OpenAi, BaseUrl = "http://no-such-host.invalid/v1", ApiKeyVariable = KeyVariable, Retry = new VlmRetry { FirstDelaySeconds = 30 } };
        await using IVisionLanguageModel model = Model(settings with { Cache = new VlmCache { Enabled = false } });
        var error = await Assert.ThrowsAsync<PixelShapException>(() => model.AskAsync(Question(1), CancellationToken.None));
        Assert.Contains("no such host", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, model.Usage!.Requests);
    }

    [Fact]
    public async Task Offline_without_any_answer_says_that_none_is_cached_yet()
    {
        VlmConfiguration offline = new() { Provider = Providers.OpenAi, BaseUrl = "http://127.0.0.1:9/v1", ApiKeyVariable = KeyVariable, Cache = new VlmCache { Directory = Path.Combine(_folder, "none"), Offline = true } };
        await using IVisionLanguageModel model = Model(offline);
        Assert.Contains("is cached yet", (await Assert.ThrowsAsync<PixelShapException>(() => model.AskAsync(Question(1), CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cache_in_place_of_which_a_file_lies_is_refused()
    {
        string file = Path.Combine(_folder, "cache.txt");
        File.WriteAllText(file, "");
        Assert.Contains("which is a file", Assert.Throws<PixelShapException>(() => LanguageModels.Cache(new VlmCache { Directory = file }, ".", TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    private static Question Question(byte shade)
    {
        var pixels = new byte[8 * 6 * 3];
        Array.Fill(pixels, shade);
        return new Question(new BgrImage(pixels, 8, 6, 24), "What do you see?");
    }

    private VlmConfiguration Settings(ChatServer server) => new()
    {
        Provider = Providers.OpenAi,
        Model = "test",
        BaseUrl = server.BaseUrl,
        ApiKeyVariable = KeyVariable,
        Retry = new VlmRetry { FirstDelaySeconds = 0.01, MaxDelaySeconds = 0.02, BreakerErrors = 1000 },
        Cache = new VlmCache { Directory = Path.Combine(_folder, "cache") },
    };

    private IVisionLanguageModel Model(VlmConfiguration settings, bool planOnly = false) =>
        LanguageModels.Create(settings, 1, new PlainCodec(), _folder, planOnly, TimeProvider.System, NullLogger.Instance);
}
