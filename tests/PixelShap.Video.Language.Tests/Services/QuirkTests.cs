using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Reply = PixelShap.Video.Language.Tests.Services.QuirkServer.Reply;

namespace PixelShap.Video.Language.Tests.Services;

/// <summary>Each quirk that public reports tell of, against a server on this machine that has it.</summary>
public sealed class QuirkTests : ServiceTestBase
{
    private const string Inspection = """{"error":{"code":"data_inspection_failed","param":null,"message":"Input data may contain inappropriate content.","type":"data_inspection_failed"}}""";

    [Fact]
    public async Task Gemini_is_asked_without_what_it_does_not_know_and_a_server_like_it_teaches_that()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((request, _) => request.TryGetProperty("seed", out JsonElement _)
            ? new Reply(400, """[{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"seed\": Cannot find field.","status":"INVALID_ARGUMENT"}}]""")
            : QuirkServer.Says(QuirkServer.SentenceFor(request)));
        Assert.Equal(AnswerKind.Text, (await AskAsync(server)).Kind);
        Assert.Equal(2, server.Requests.Count);
        Assert.Contains(Logger.Entries, entry => entry.Level == LogLevel.Warning && entry.Text.Contains("'seed' is left out", StringComparison.Ordinal) && entry.Text.Contains("Cannot find field", StringComparison.Ordinal));

        await using IVisionLanguageModel gemini = Model(Settings(server) with { Service = VlmService.Gemini });
        Assert.Equal(AnswerKind.Text, (await gemini.AskAsync(Question(1), CancellationToken.None)).Kind);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Several_refused_settings_are_left_out_together_and_remembered()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((request, _) =>
        {
            string[] bad = [.. new[] { "seed", "max_completion_tokens" }.Where(name => request.TryGetProperty(name, out JsonElement _))];
            return bad.Length > 0
                ? new Reply(422, JsonSerializer.Serialize(new { @object = "error", message = new { detail = bad.Select(name => new { type = "extra_forbidden", loc = new[] { "body", name }, msg = "Extra inputs are not permitted", input = 1 }) }, type = "invalid_request_error" }))
                : QuirkServer.Completion("""{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"hmm"}]},{"type":"text","text":"Slow down."}]}""");
        });
        VlmConfiguration settings = Settings(server) with { Cache = new VlmCache { Directory = "cache" } };
        for (int start = 0; start < 2; start++)
        {
            await using IVisionLanguageModel model = Model(settings);
            Answer answer = await model.AskAsync(Question(start), CancellationToken.None);
            Assert.Equal(("Slow down.", "hmm"), (answer.Text, answer.Reasoning));
        }

        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(300, server.Requests[^1].GetProperty("max_tokens").GetInt32());
    }

    [Theory]
    [InlineData("""{"error":{"message":"Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}""", "temperature")]
    [InlineData("""{"error":{"message":"Unsupported parameter: 'max_completion_tokens' is not supported with this model. Use 'max_tokens' instead.","code":"unsupported_parameter"}}""", "max_completion_tokens")]
    [InlineData("""{"detail":[{"type":"extra_forbidden","loc":["body","messages",0,"user","content",1,"image_url","detail"],"msg":"Extra inputs are not permitted"}]}""", "detail")]
    public async Task A_refused_setting_is_named_and_left_out(string body, string setting)
    {
        await using QuirkServer server = await QuirkServer.StartAsync((request, _) =>
            request.GetRawText().Contains($"\"{setting}\"", StringComparison.Ordinal) ? new Reply(400, body) : QuirkServer.Says("Slow down."));
        Assert.Equal("Slow down.", (await AskAsync(server)).Text);
        Assert.Equal(2, server.Requests.Count);
        Assert.Contains(Logger.Entries, entry => entry.Level == LogLevel.Warning && entry.Text.Contains($"'{setting}'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_knows_neither_name_of_the_limit_is_asked_without_it_and_not_forever()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((request, _) =>
            request.EnumerateObject().Select(field => field.Name).FirstOrDefault(name => name.StartsWith("max_", StringComparison.Ordinal)) is { } name
                ? new Reply(400, $$"""{"error":"unknown field {{name}}"}""") : QuirkServer.Says("Slow down."));
        Assert.Equal("Slow down.", (await AskAsync(server)).Text);
        Assert.Equal(3, server.Requests.Count);
    }

    /// <summary>Whatever it is, and however it is said: it costs at most three requests, and the words are quoted.</summary>
    [Theory]
    [InlineData(400, """{"error":"this model does not support images"}""", "this model does not support images", 1)]
    [InlineData(200, """{"error":"Unexpected endpoint or method. (POST /chat/completions)"}""", "Unexpected endpoint or method", 1)]
    [InlineData(500, """{"error":{"code":500,"message":"image input is not supported - hint: if this is unexpected, you may need to provide the mmproj","type":"server_error"}}""", "mmproj", 1)]
    [InlineData(500, """{"error":"model requires more system memory (9.6 GiB) than is available (4.1 GiB)"}""", "more system memory", 3)]
    [InlineData(500, """{"error":"llama runner process has terminated: exit status 2"}""", "llama runner process has terminated", 3)]
    [InlineData(400, """{"error":{"message":"Something that nobody has seen before"}}""", "nobody has seen before", 3)]
    [InlineData(400, """{"message":"'max_tokens' is too large: 300. This model supports at most 100 completion tokens."}""", "at most 100 completion tokens", 1)]
    [InlineData(400, """[{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"seed\": Cannot find field.","status":"INVALID_ARGUMENT"}}]""", "Unknown name \"seed\"", 2)]
    [InlineData(401, """{"detail":"Invalid API Key"}""", "Invalid API Key", 1)]
    [InlineData(404, """{"error":{"message":"model 'm' not found, try pulling it first"}}""", "try pulling it first", 1)]
    [InlineData(403, "<html><head><title>403 Forbidden</title></head><body>nginx</body></html>", "a web page came in its place (403): 403 Forbidden", 1)]
    [InlineData(200, "<!doctype html><html><head><title>Open WebUI</title></head><body></body></html>", "Open WebUI", 3)]
    public async Task What_cannot_succeed_is_not_asked_again_and_the_servers_words_are_quoted(int status, string body, string said, int most)
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => new Reply(status, body));
        await using IVisionLanguageModel model = Model(Settings(server) with { Concurrency = 8 });
        Task[] asked = [.. Enumerable.Range(0, 8).Select(shade => Task.Run(() => model.AskAsync(Question(shade), CancellationToken.None)))];
        var error = await Assert.ThrowsAsync<PixelShapException>(() => Task.WhenAll(asked));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.InRange(server.Requests.Count, 1, most);
    }

    [Theory]
    [InlineData(402, """{"error":{"message":"Insufficient Balance","type":"unknown_error"}}""")]
    [InlineData(200, """{"error":{"message":"Insufficient credits","code":402}}""")]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}}""")]
    [InlineData(400, """{"error":{"code":"Arrearage","message":"Access denied, please make sure your account is in good standing."}}""")]
    [InlineData(429, """{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","code":"insufficient_quota"}}""")]
    public async Task An_empty_account_ends_the_run_with_4_in_every_form(int status, string body)
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => new Reply(status, body));
        var error = await Assert.ThrowsAsync<PixelShapException>(() => AskAsync(server));
        Assert.Equal(ExitCode.Limit, error.ExitCode);
        Assert.Contains("credit", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_inner_429_is_throttling_and_passes()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, number) => number <= 2
            ? new Reply(200, """{"id":null,"choices":null,"error":{"message":"Provider returned error","code":429,"metadata":{"raw":"Too Many Requests","provider_name":"P"}}}""")
            : QuirkServer.Says("Slow down."));
        Assert.Equal("Slow down.", (await AskAsync(server)).Text);
        Assert.Contains(Logger.Entries, entry => entry.Text.Contains("Provider returned error; Too Many Requests", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_error_inside_a_choice_is_an_error_and_passes()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, number) => number == 1
            ? new Reply(200, """{"choices":[{"index":0,"message":{"role":"assistant","content":"A ca"},"finish_reason":"error","error":{"code":502,"message":"Upstream idle timeout"}}]}""")
            : QuirkServer.Says("Slow down."));
        Assert.Equal("Slow down.", (await AskAsync(server)).Text);
        Assert.Contains(Logger.Entries, entry => entry.Text.Contains("Upstream idle timeout", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"content":null,"reasoning":"A car.","reasoning_content":"A car."}""", "stop", "reasoning alone", "thinking off")]
    [InlineData("""{"content":null,"reasoning_content":"Let me look"}""", "length", "vlm.max_tokens", "Raise vlm.max_tokens")]
    [InlineData("""{"content":"<think>\nLet me look at the picture. There is a car, and"}""", "length", "vlm.max_tokens", "Raise vlm.max_tokens")]
    [InlineData("""{"content":"I'm sorry, but I cannot see images. I am a text-based AI."}""", "stop", "sees no picture", "vision-language model")]
    public async Task What_the_set_up_caused_says_so_is_not_kept_and_ends_the_run_where_nothing_else_comes(string message, string finish, string said, string remedy)
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => QuirkServer.Completion(message, finish));
        await using IVisionLanguageModel model = Model(Settings(server) with { Cache = new VlmCache { Directory = "cache" } });
        for (int time = 0; time < 2; time++)
        {
            Answer answer = await model.AskAsync(Question(1), CancellationToken.None);
            Assert.Equal(AnswerKind.Misconfigured, answer.Kind);
            Assert.Contains(said, answer.Reason, StringComparison.Ordinal);
            Assert.Contains(remedy, answer.Remedy, StringComparison.Ordinal);
        }

        Assert.Equal(2, server.Requests.Count);
        var error = await Assert.ThrowsAsync<PixelShapException>(() => model.AskAsync(Question(2), CancellationToken.None));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_answer_is_marked_counted_and_warned_of_once()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => QuirkServer.Says("A car brakes close ahead and the road", "length"));
        await using IVisionLanguageModel model = Model(Settings(server));
        Assert.True((await model.AskAsync(Question(1), CancellationToken.None)).IsCut);
        Assert.True((await model.AskAsync(Question(2), CancellationToken.None)).IsCut);
        Assert.Equal(2, model.Usage!.CutOff);
        Assert.Single(Logger.Entries, entry => entry.Level == LogLevel.Warning && entry.Text.Contains("vlm.max_tokens", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400, Inspection, AnswerKind.Filtered)]
    [InlineData(403, """{"error":{"message":"m requires moderation on P. Your input was flagged","code":403,"metadata":{"reasons":["violence"]}}}""", AnswerKind.Filtered)]
    [InlineData(400, """{"error":{"code":"1301","message":"系统检测到输入或生成内容可能包含不安全或敏感内容"}}""", AnswerKind.Filtered)]
    [InlineData(400, """{"error":{"message":"Unable to process input image. Please retry or report","status":"INVALID_ARGUMENT"}}""", AnswerKind.Rejected)]
    [InlineData(413, "<html><head><title>413 Request Entity Too Large</title></head></html>", AnswerKind.Rejected)]
    [InlineData(400, """{"error":{"message":"This model's maximum context length is 4096 tokens. However, your request has 4200 input tokens.","code":400}}""", AnswerKind.Rejected)]
    [InlineData(451, """{"error":{"message":"Something about this one"}}""", AnswerKind.Rejected)]
    public async Task One_bad_picture_is_a_gap_and_the_others_are_answered(int status, string body, AnswerKind kind)
    {
        await using QuirkServer server = await QuirkServer.StartAsync((request, _) => QuirkServer.HashOf(request)[1] % 5 == 0 ? new Reply(status, body) : QuirkServer.Says(QuirkServer.SentenceFor(request)));
        await using IVisionLanguageModel model = Model(Settings(server));
        var kinds = new List<AnswerKind>();
        for (int shade = 0; shade < 40; shade++)
        {
            kinds.Add((await model.AskAsync(Question(shade), CancellationToken.None)).Kind);
        }

        Assert.Contains(kind, kinds);
        Assert.All(kinds, found => Assert.True(found == kind || found == AnswerKind.Text));
        Assert.True(kinds.Count(found => found == kind) < 20);
        Assert.Equal(40, server.Requests.Count);
    }

    [Theory]
    [InlineData("SAFETY", """{"role":"assistant","content":null}""")]
    [InlineData("PROHIBITED_CONTENT", """{"role":"assistant"}""")]
    [InlineData("content_filter", """{"role":"assistant","content":"A car"}""")]
    [InlineData("sensitive", """{"role":"assistant","content":""}""")]
    public async Task A_safety_stop_is_filtered(string finish, string message)
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => QuirkServer.Completion(message, finish));
        Assert.Equal(AnswerKind.Filtered, (await AskAsync(server)).Kind);
    }

    [Theory]
    [InlineData("""[{"error":{"code":429,"message":"You exceeded your current quota. Please retry in 41.3s.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"41s"}]}}]""", 41)]
    [InlineData("""{"error":{"message":"Rate limit reached for model `x` on tokens per minute (TPM): Limit 6000, Used 5900, Requested 300. Please try again in 1m2.5s. Upgrade for more tokens per day."}}""", 62)]
    public async Task A_wait_that_stands_in_the_body_is_waited_for_and_shown(string body, int seconds)
    {
        var time = new ManualTime();
        await using QuirkServer server = await QuirkServer.StartAsync((_, number) => number == 1 ? new Reply(429, body) : QuirkServer.Says("Slow down."));
        await using IVisionLanguageModel model = Model(Settings(server) with { Limits = new VlmLimits { CallTimeoutSeconds = 3600 } }, time);
        Task<Answer> asking = model.AskAsync(Question(1), CancellationToken.None);
        while (model.Waiting is null)
        {
            Assert.False(asking.IsCompleted);
            await Task.Yield();
        }

        Assert.Matches($"waiting ({seconds}|{seconds + 1}) s|waiting 1 min", model.Waiting);
        time.Move(TimeSpan.FromSeconds(seconds - 1));
        Assert.Single(server.Requests);
        time.Move(TimeSpan.FromSeconds(2));
        Assert.Equal("Slow down.", (await asking).Text);
        Assert.Null(model.Waiting);
        Assert.Contains(Logger.Entries, entry => entry.Level == LogLevel.Warning && entry.Text.StartsWith("Waiting ", StringComparison.Ordinal) && entry.Text.Contains("asked too often", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("66546", """{"error":{"code":"RateLimitReached","message":"Rate limit of 50 per 86400s exceeded for UserByModelByDay. Please wait 66546 seconds before retrying."}}""", "18 h 29 min")]
    [InlineData("400", """{"error":{"message":"Rate limit reached."}}""", "7 min")]
    [InlineData(null, """{"error":{"message":"Rate limit exceeded: free-models-per-day","code":429}}""", "until its next day")]
    [InlineData(null, """[{"error":{"code":429,"message":"Quota exceeded","details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]},{"retryDelay":"12s"}]}}]""", "until its next day")]
    public async Task A_wait_that_is_too_long_ends_with_4_at_once_and_says_until_when(string? after, string body, string said)
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => new Reply(429, body) { Headers = after is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["Retry-After"] = after } });
        var error = await Assert.ThrowsAsync<PixelShapException>(() => AskAsync(server));
        Assert.Equal(ExitCode.Limit, error.ExitCode);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains("vlm.limits.longest_wait", error.Remedy, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_redirect_says_where_it_points_and_is_not_followed()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => new Reply(308, "") { Headers = new Dictionary<string, string> { ["Location"] = "https://other.example:9/v1/chat/completions?token=abc" } });
        var error = await Assert.ThrowsAsync<PixelShapException>(() => AskAsync(server));
        Assert.Contains("https://other.example:9/v1/chat/completions", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token=abc", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_reply_in_pieces_that_nobody_asked_for_is_put_together()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => new Reply(200, "data: {\"choices\":[{\"delta\":{\"content\":\"Slow \"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"down.\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n") { Type = "text/event-stream" });
        Assert.Equal("Slow down.", (await AskAsync(server)).Text);
    }

    /// <summary>Twenty pictures give, with every quirk, the answers that they give without it; those that a rule of the service holds back are gaps.</summary>
    [Fact]
    public async Task A_quirk_changes_no_answer()
    {
        Func<JsonElement, int, Reply>[] quirks =
        [
            (request, _) => request.TryGetProperty("seed", out JsonElement _) ? new Reply(400, """[{"error":{"code":400,"message":"Unknown name \"seed\""}}]""") : QuirkServer.Says(QuirkServer.SentenceFor(request)),
            (request, _) => QuirkServer.Says(string.Create(CultureInfo.InvariantCulture, $"<think>Let me look {QuirkServer.HashOf(request)[0]}</think>\n\n{QuirkServer.SentenceFor(request)}")),
            (request, _) => QuirkServer.Says($"Let me look.</think>{QuirkServer.SentenceFor(request)}"),
            (request, _) => QuirkServer.Completion(JsonSerializer.Serialize(new { content = new object[] { new { type = "thinking", thinking = "hmm" }, new { type = "text", text = QuirkServer.SentenceFor(request) } } })),
            (request, _) => QuirkServer.Completion(JsonSerializer.Serialize(new { content = QuirkServer.SentenceFor(request), reasoning_content = "hmm" })),
            (request, number) => number % 3 == 0 ? new Reply(200, """{"choices":null,"error":{"message":"Provider returned error","code":429}}""") : QuirkServer.Says(QuirkServer.SentenceFor(request)),
            (request, number) => number % 4 == 0 ? new Reply(200, """{"choices":[]}""") : QuirkServer.Says(QuirkServer.SentenceFor(request)),
            (request, _) => request.TryGetProperty("temperature", out JsonElement _) ? new Reply(400, """{"error":{"message":"Unsupported value: 'temperature'","param":"temperature"}}""") : QuirkServer.Says(QuirkServer.SentenceFor(request)),
            (request, _) => QuirkServer.Says($"<|channel|>analysis<|message|>We look.<|end|><|start|>assistant<|channel|>final<|message|>{QuirkServer.SentenceFor(request)}<|return|>"),
            (request, _) => QuirkServer.HashOf(request)[1] % 4 == 3 ? new Reply(400, Inspection) : QuirkServer.Says(QuirkServer.SentenceFor(request)),
        ];
        string[] plain = await AnswersAsync((request, _) => QuirkServer.Says(QuirkServer.SentenceFor(request)));
        Assert.True(plain.Distinct().Count() > 2);
        foreach (Func<JsonElement, int, Reply> quirk in quirks)
        {
            string[] answers = await AnswersAsync(quirk);
            Assert.All(plain.Zip(answers), pair => Assert.True(pair.First == pair.Second || (quirk == quirks[^1] && pair.Second == "Filtered"), $"{Array.IndexOf(quirks, quirk)}: {pair.Second}"));
        }
    }

    private async Task<string[]> AnswersAsync(Func<JsonElement, int, Reply> quirk)
    {
        await using QuirkServer server = await QuirkServer.StartAsync(quirk);
        await using IVisionLanguageModel model = Model(Settings(server));
        var answers = new List<string>();
        for (int shade = 0; shade < 20; shade++)
        {
            Answer answer = await model.AskAsync(Question(shade), CancellationToken.None);
            answers.Add(answer.Kind == AnswerKind.Text ? answer.Text : answer.Kind.ToString());
        }

        return [.. answers];
    }
}
