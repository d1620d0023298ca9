using System.Text.Json;

namespace PixelShap.Video.Language.Tests.Services;

/// <summary>An answer is the answer: reasoning is kept apart, and what is no answer is called that.</summary>
public sealed class AnswerCleaningTests : ServiceTestBase
{
    [Theory]
    [InlineData("<think>\nLet me look.\n</think>\n\nSlow down.", "Let me look.")]
    [InlineData("<thinking>Let me look.</thinking>Slow down.", "Let me look.")]
    [InlineData("<THINK>Let me look.</THINK> Slow down.", "Let me look.")]
    [InlineData("Let me look.\n</think>\n\nSlow down.", "Let me look.")]
    [InlineData("[THINK]Let me look.[/THINK]Slow down.", "Let me look.")]
    [InlineData("◁think▷Let me look.◁/think▷Slow down.", "Let me look.")]
    [InlineData("<seed:think>Let me look.</seed:think>Slow down.", "Let me look.")]
    [InlineData("<|begin_of_thought|>Let me look.<|end_of_thought|>\n<|begin_of_solution|>Slow down.<|end_of_solution|>", "Let me look.")]
    [InlineData("<think>Let me look.</think><answer>Slow down.</answer>", "Let me look.")]
    [InlineData("<think>Let me look.</think><|begin_of_box|>Slow down.<|end_of_box|>", "Let me look.")]
    [InlineData("<|channel|>analysis<|message|>Let me look.<|end|><|start|>assistant<|channel|>final<|message|>Slow down.<|return|>", "Let me look.")]
    [InlineData("<|channel>thought\nLet me look.\n<channel|>Slow down.", "Let me look.")]
    [InlineData("analysisLet me look.assistantfinalSlow down.", "Let me look.")]
    [InlineData("<unused94>thought\nLet me look.<unused95>Slow down.", "Let me look.")]
    [InlineData("<think></think>Slow down.", "")]
    [InlineData("Slow down.<|im_end|>", "")]
    [InlineData("Slow down.</s>", "")]
    [InlineData("Slow down.", "")]
    public async Task Reasoning_in_the_text_is_taken_off(string content, string reasoning)
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => QuirkServer.Says(content));
        Answer answer = await AskAsync(server);
        Assert.Equal((AnswerKind.Text, "Slow down.", reasoning), (answer.Kind, answer.Text, answer.Reasoning));
    }

    [Theory]
    [InlineData("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hmm"}]},{"type":"text","text":"Slow "},{"type":"text","text":"down."}]}""", "hmm")]
    [InlineData("""{"content":["Slow ","down."]}""", "")]
    [InlineData("""{"content":{"type":"text","text":"Slow down."}}""", "")]
    [InlineData("""{"content":[{"text":"hmm","thought":true},{"text":"Slow down."}]}""", "hmm")]
    [InlineData("""{"content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"hmm"}]},{"type":"output_text","text":"Slow down."}]}""", "hmm")]
    [InlineData("""{"content":"Slow down.","reasoning_content":"hmm"}""", "hmm")]
    [InlineData("""{"content":"Slow down.","reasoning":"hmm","reasoning_details":[{"type":"reasoning.text","text":"hmm"}]}""", "hmm")]
    [InlineData("""{"content":"Slow down.","thinking":"hmm"}""", "hmm")]
    public async Task Parts_of_a_message_are_told_apart(string message, string reasoning)
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => QuirkServer.Completion(message));
        Answer answer = await AskAsync(server);
        Assert.Equal((AnswerKind.Text, "Slow down.", reasoning), (answer.Kind, answer.Text, answer.Reasoning));
    }

    /// <summary>Gateways repeat what they were sent, and answers are written to files that people hand on.</summary>
    [Fact]
    public async Task The_key_is_in_nothing_that_a_model_said_or_thought()
    {
        const string Key = "sk-test-8f1c0d2b7e6a4935";
        await File.WriteAllTextAsync(Path.Combine(Folder, "key.txt"), Key);
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => QuirkServer.Completion(
            $$"""{"content":"Authorised by {{Key}}: slow down.","reasoning_content":"They gave me {{Key}}."}"""));
        await using IVisionLanguageModel model = Model(Settings(server) with { ApiKeyFile = "key.txt" });
        Answer answer = await model.AskAsync(Question(1), CancellationToken.None);
        Assert.Contains("slow down", answer.Text, StringComparison.Ordinal);
        Assert.Contains("They gave me", answer.Reasoning, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Channels_without_a_final_one_hold_no_answer()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => QuirkServer.Says("<|channel|>analysis<|message|>Let me look.<|end|>"));
        Answer answer = await AskAsync(server);
        Assert.Equal((AnswerKind.Misconfigured, "Let me look."), (answer.Kind, answer.Reasoning));
        Assert.Contains("breaks off", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_was_blocked_has_no_choices_and_is_filtered()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => new QuirkServer.Reply(200, """{"choices":[],"promptFeedback":{"blockReason":"SAFETY"}}"""));
        Assert.Equal(AnswerKind.Filtered, (await AskAsync(server)).Kind);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_long_text_that_begins_like_a_refusal_is_an_answer()
    {
        string content = "I cannot provide advice on driving. " + string.Concat(Enumerable.Repeat("But here is what the picture shows: a car brakes close ahead. ", 12)).Trim();
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => QuirkServer.Says(content));
        Answer answer = await AskAsync(server);
        Assert.Equal((AnswerKind.Text, content), (answer.Kind, answer.Text));
    }

    [Theory]
    [InlineData("I'm sorry, but I can't assist with that request.")]
    [InlineData("I’m sorry, but I can’t help with that.")]
    [InlineData("I cannot provide advice on driving.")]
    [InlineData("Sorry, I am unable to help with this.")]
    [InlineData("I'm not able to help with identifying people.")]
    [InlineData("Es tut mir leid, aber dabei kann ich nicht helfen.")]
    [InlineData("Je suis désolé, mais je ne peux pas vous aider avec cette demande.")]
    [InlineData("Lo siento, pero no puedo ayudar con eso.")]
    [InlineData("Mi dispiace, ma non posso aiutarti con questa richiesta.")]
    [InlineData("Desculpe, mas não posso ajudar com isso.")]
    [InlineData("Извините, но я не могу помочь с этим запросом.")]
    [InlineData("抱歉，我无法帮助您处理这个请求。")]
    [InlineData("申し訳ありませんが、そのご要望にはお答えできません。")]
    [InlineData("죄송하지만 그 요청은 도와드릴 수 없습니다.")]
    public async Task A_refusal_in_prose_is_a_refusal(string content)
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => QuirkServer.Says(content));
        Answer answer = await AskAsync(server);
        Assert.Equal((AnswerKind.Refused, content), (answer.Kind, answer.Text));
    }

    [Theory]
    [InlineData("I don't see an image attached. Please upload the image.")]
    [InlineData("I'm sorry, I can't view images directly.")]
    [InlineData("No image was provided, so I cannot tell.")]
    [InlineData("As a text-based AI I cannot look at pictures.")]
    [InlineData("Ich kann leider kein Bild sehen.")]
    [InlineData("抱歉，我看不到图片。")]
    [InlineData("Lo siento, no puedo ver la imagen.")]
    public async Task Who_sees_no_picture_has_not_answered(string content)
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => QuirkServer.Says(content));
        Assert.Equal(AnswerKind.Misconfigured, (await AskAsync(server)).Kind);
    }

    [Theory]
    [InlineData("I cannot see any pedestrians; keep going.")]
    [InlineData("I can't see a car ahead, but the lane is narrow.")]
    [InlineData("The image is completely black, so nothing matters.")]
    [InlineData("I'm sorry to say that a crash is about to happen: stop now.")]
    [InlineData("The driver cannot help but slow down.")]
    [InlineData("No pedestrian is in view. Keep your distance to the truck.")]
    [InlineData("Unfortunately the pedestrian may step out; slow down.")]
    [InlineData("I would slow down, because the view is blocked.")]
    [InlineData("Speed < 30 and [keep left].")]
    [InlineData("Ich kann keine Fußgänger sehen; weiterfahren.")]
    [InlineData("The analysis of the scene: a car brakes.")]
    public async Task An_answer_that_sounds_like_none_stays_one(string content)
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => QuirkServer.Says(content));
        Answer answer = await AskAsync(server);
        Assert.Equal((AnswerKind.Text, content), (answer.Kind, answer.Text));
    }

    [Fact]
    public async Task Reasoning_and_cut_are_in_the_cache()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => QuirkServer.Says("<think>hmm</think>A car", "length"));
        VlmConfiguration settings = Settings(server) with { Cache = new VlmCache { Directory = "cache" } };
        for (int start = 0; start < 2; start++)
        {
            await using IVisionLanguageModel model = Model(settings);
            Answer answer = await model.AskAsync(Question(1), CancellationToken.None);
            Assert.Equal(("A car", "hmm", true), (answer.Text, answer.Reasoning, answer.IsCut));
        }

        Assert.Single(server.Requests);

        // Each start warns, whether the answer came from the service or from the cache.
        Assert.Equal(2, Logger.Entries.Count(entry => entry.Text.Contains("cut off at vlm.max_tokens", StringComparison.Ordinal)));
    }

    /// <summary>An earlier version kept what came as it came; what it kept is read like what comes.</summary>
    [Theory]
    [InlineData("Of before", AnswerKind.Text, "Of before", "", 0)]
    [InlineData("<think>hmm</think>Slow down.", AnswerKind.Text, "Slow down.", "hmm", 0)]
    [InlineData("hmm\n</think>\n\nSlow down.", AnswerKind.Text, "Slow down.", "hmm", 0)]
    [InlineData("I’m sorry, but I can’t help with that.", AnswerKind.Refused, "I’m sorry, but I can’t help with that.", "", 0)]
    [InlineData("<think>Let me look at", AnswerKind.Text, "Fresh", "", 1)]
    [InlineData("I don't see an image attached.", AnswerKind.Text, "Fresh", "", 1)]
    [InlineData("", AnswerKind.Text, "Fresh", "", 1, (int)AnswerKind.Empty)]
    [InlineData("", AnswerKind.Text, "Fresh", "", 1, (int)AnswerKind.Failed)]
    [InlineData("No, thanks.", AnswerKind.Refused, "No, thanks.", "", 0, (int)AnswerKind.Refused)]
    public async Task What_an_earlier_version_cached_is_cleaned_or_asked_again(string kept, AnswerKind kind, string text, string reasoning, int asked, int keptAs = 0)
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => QuirkServer.Says("Fresh"));
        VlmConfiguration settings = Settings(server) with { Cache = new VlmCache { Directory = "cache" } };
        await using (IVisionLanguageModel model = Model(settings))
        {
            await model.AskAsync(Question(1), CancellationToken.None);
        }

        string file = Directory.EnumerateFiles(Path.Combine(Folder, "cache"), "*.json", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { Schema = 1, Kind = keptAs, Text = kept, Reason = "" }));
        for (int start = 0; start < 2; start++)
        {
            await using IVisionLanguageModel later = Model(settings);
            Answer answer = await later.AskAsync(Question(1), CancellationToken.None);
            Assert.Equal((kind, text, reasoning), (answer.Kind, answer.Text, answer.Reasoning));
        }

        Assert.Equal(1 + asked, server.Requests.Count);
    }

    [Fact]
    public async Task An_empty_answer_is_kept()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => QuirkServer.Says(""));
        await using IVisionLanguageModel model = Model(Settings(server) with { Cache = new VlmCache { Directory = "cache" } });
        for (int time = 0; time < 2; time++)
        {
            Assert.Equal(AnswerKind.Empty, (await model.AskAsync(Question(1), CancellationToken.None)).Kind);
        }

        Assert.Single(server.Requests);
    }
}
