using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace PixelShap.BrowserTests;

/// <summary>What is asked of a finished run, by the real command with the embedded model.</summary>
[Collection(Workbench.Name)]
public sealed class WhatIfTests(Workbench workbench)
{
    private Server Server => workbench.Server;

    [Fact]
    public async Task The_answer_after_hiding_is_that_of_the_coalition_in_the_journal_and_costs_nothing()
    {
        int asked = 0;
        foreach (JsonNode keyframe in Keyframes())
        {
            int players = keyframe["players"]!.AsArray().Count;
            foreach (JsonNode? coalition in keyframe["coalitions"]!.AsArray())
            {
                ulong visible = coalition!["visible"]!.AsArray().Aggregate(0UL, (bits, player) => bits | (1UL << (int)player!));
                JsonObject question = Question((long)keyframe["frame"]!, visible);
                JsonNode estimate = await PostAsync("estimate", question), answer = await PostAsync("ask", question);
                Assert.Equal(((string)coalition["answer"]!, (string)keyframe["answer"]!), ((string)answer["answer"]!, (string)answer["whole"]!));
                Assert.Equal((double)coalition["value"]!, (double)answer["v"]!, 5);
                Assert.Equal((0, 0), ((int)estimate["new"]!, (int)answer["new"]!));
                Assert.Equal(players - coalition["visible"]!.AsArray().Count, answer["hidden"]!.AsArray().Count);
                asked++;
            }
        }

        Assert.True(asked > 10, $"{asked} coalitions");
    }

    [Fact]
    public async Task What_the_run_has_not_asked_is_announced_asked_once_and_kept_when_the_server_is_killed()
    {
        JsonNode keyframe = Keyframes()[0];
        JsonObject question = Question((long)keyframe["frame"]!, 1);
        question["text"] = "Why should I brake?";
        Assert.Equal(2, (int)(await PostAsync("estimate", question))["new"]!);
        JsonNode first = await PostAsync("ask", question);
        Assert.Equal((2, "Why should I brake?"), ((int)first["new"]!, (string)first["prompt"]!));
        Assert.Contains("Why should I brake?", await File.ReadAllTextAsync(Path.Combine(workbench.RunFolder, "whatif.jsonl")), StringComparison.Ordinal);
        await File.AppendAllTextAsync(Path.Combine(workbench.RunFolder, "whatif.jsonl"), "{\"kind\":\"question\",\"prom");
        await workbench.KillAndStartAgainAsync();
        Assert.Equal(0, (int)(await PostAsync("estimate", question))["new"]!);
        JsonNode again = await PostAsync("ask", question);
        Assert.Equal((0, 2, (string)first["answer"]!), ((int)again["new"]!, (int)again["known"]!, (string)again["answer"]!));
        JsonArray exported = (await Server.GetAsync(workbench.Run + "whatif.json"))["questions"]!.AsArray();
        Assert.Equal(2, exported.Count(item => (string)item!["prompt"]! == "Why should I brake?"));
        Assert.Contains("\"action\":\"ask\"", (await File.ReadAllLinesAsync(Path.Combine(workbench.Folder, "workbench.jsonl")))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_frame_can_be_asked_about_with_the_players_that_a_keyframe_there_would_have()
    {
        HashSet<long> keyframes = [.. Keyframes().Select(keyframe => (long)keyframe["frame"]!)];
        JsonNode run = await Server.GetAsync(workbench.Run + "ask.json");
        long frame = run["frames"]!.AsArray().Select(item => (long)item![0]!).Last(frame => !keyframes.Contains(frame));
        JsonNode scene = await Server.GetAsync($"{workbench.Run}frames/{frame}");
        Assert.Empty(scene["answers"]!.AsArray());
        Assert.NotEmpty(scene["players"]!.AsArray());
        JsonNode answer = await PostAsync("ask", Question(frame, 0));
        Assert.Equal((2, null, scene["players"]!.AsArray().Count), ((int)answer["new"]!, (string?)answer["baseline"], answer["hidden"]!.AsArray().Count));
    }

    [Fact]
    public async Task What_is_no_question_is_refused_in_one_sentence()
    {
        long frame = (long)Keyframes()[0]["frame"]!;
        foreach ((JsonObject question, string message) in ((JsonObject, string)[])
            [
                (Question(999_999, 0), "has no frame 999999"), (Question(frame, 1UL << 40), "objects to hide"),
                (Question(frame, 1, prompt: "none"), "has no prompt 'none'"), (Question(frame, 1, text: "{nonsense}"), "is no placeholder"), (Question(frame, 1, text: "  "), "is empty"),
            ])
        {
            (HttpStatusCode status, JsonNode answer) = await Server.PostAsync(workbench.Run + "ask", question);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains(message, (string)answer["error"]!, StringComparison.Ordinal);
            Assert.NotEmpty((string)answer["remedy"]!);
        }
    }

    private static JsonObject Question(long frame, ulong visible, string prompt = "default", string? text = null) =>
        new() { ["frame"] = frame, ["prompt"] = prompt, ["text"] = text, ["visible"] = visible.ToString("x", CultureInfo.InvariantCulture) };

    private JsonNode[] Keyframes() => [.. File.ReadLines(Path.Combine(workbench.RunFolder, "attributions.jsonl")).Select(line => JsonNode.Parse(line)!)];

    private async Task<JsonNode> PostAsync(string what, JsonObject question)
    {
        (HttpStatusCode status, JsonNode answer) = await Server.PostAsync(workbench.Run + what, question);
        Assert.True(status == HttpStatusCode.OK, answer.ToJsonString());
        return answer;
    }
}
