using System.Text.Json;
using PixelShap.Video.Language.Preflight;

namespace PixelShap.Video.Language.Tests.Services;

/// <summary>What is found out about a model before it is asked in earnest, against a server that can or cannot.</summary>
public sealed class ModelExaminationTests : ServiceTestBase
{
    [Fact]
    public async Task A_model_that_can_do_everything_is_well()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((request, _) => QuirkServer.Says(Knowing(request)));
        IReadOnlyList<ModelFinding> findings = await ExamineAsync(server);
        Assert.All(findings, finding => Assert.Equal((FindingWeight.Well, ""), (finding.Weight, finding.Remedy)));
        Assert.Equal(["answers", "sees pictures", "several pictures", "repeats itself", "speed", "cost"], findings.Select(finding => finding.Name));
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public async Task A_model_that_sees_nothing_is_found_out_with_one_question()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => QuirkServer.Says("The picture shows a quiet street with parked cars."));
        IReadOnlyList<ModelFinding> findings = await ExamineAsync(server);
        Assert.Contains(findings, finding => finding is { Name: "sees pictures", Weight: FindingWeight.Fatal } && finding.Remedy.Contains("--mmproj", StringComparison.Ordinal));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_run_looks_once_before_it_asks_and_warns()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => QuirkServer.Says("The picture shows a quiet street with parked cars."));
        await using (IVisionLanguageModel off = Model(Settings(server) with { Preflight = false }))
        {
            await off.PrepareAsync(CancellationToken.None);
            Assert.Empty(server.Requests);
        }

        for (int start = 0; start < 2; start++)
        {
            await using IVisionLanguageModel model = Model(Settings(server) with { Cache = new VlmCache { Directory = "cache" } });
            await model.PrepareAsync(CancellationToken.None);
        }

        Assert.Single(server.Requests);
        Assert.Contains(Logger.Entries, entry => entry.Text.Contains("sees pictures", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dice_reasoning_and_one_picture_only_are_warned_of()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((request, number) => QuirkServer.Says(
            request.GetRawText().Contains("How many", StringComparison.Ordinal) ? "One." : $"<think>hmm</think>{Knowing(request)} Take {number}."));
        IReadOnlyList<ModelFinding> findings = await ExamineAsync(server);
        Assert.Equal(["reasoning", "several pictures", "repeats itself"], findings.Where(finding => finding.Weight == FindingWeight.Doubtful).Select(finding => finding.Name));
    }

    private async Task<IReadOnlyList<ModelFinding>> ExamineAsync(QuirkServer server)
    {
        await using IVisionLanguageModel model = Model(Settings(server) with { MaxImageSide = 8192 });
        return await new ModelExamination(model, TimeProvider.System).ExamineAsync(CancellationToken.None);
    }

    /// <summary>Knows the cards by their pixels, which the tests' codec sends as they are.</summary>
    private static string Knowing(JsonElement request)
    {
        if (request.GetRawText().Contains("How many", StringComparison.Ordinal))
        {
            return "3";
        }

        string url = request.GetProperty("messages")[0].GetProperty("content").EnumerateArray().Last().GetProperty("image_url").GetProperty("url").GetString()!;
        byte[] pixels = Convert.FromBase64String(url[(url.IndexOf(',', StringComparison.Ordinal) + 1)..]);
        TestCard card = new[] { 472, 853 }.Select(TestCard.Draw).First(card => card.Picture.Pixels.Span.SequenceEqual(pixels));
        return $"The number is {card.Number} and the square is {card.Colour}.";
    }
}
