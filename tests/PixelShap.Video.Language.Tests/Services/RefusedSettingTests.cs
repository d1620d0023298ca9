using System.Text.Json;
using Microsoft.Extensions.Logging;
using Reply = PixelShap.Video.Language.Tests.Services.QuirkServer.Reply;

namespace PixelShap.Video.Language.Tests.Services;

/// <summary>What a service refuses is left out for a while, is named where it cannot be, and is told from what it holds back.</summary>
public sealed class RefusedSettingTests : ServiceTestBase
{
    [Theory]
    [InlineData("""[{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"seed\": Cannot find field."}}]""", "vlm.send_seed")]
    [InlineData("""{"detail":[{"type":"extra_forbidden","loc":["body","temperature"],"msg":"Extra inputs are not permitted"}]}""", "vlm.temperature")]
    [InlineData("""{"error":"unknown field max_tokens"}""", "vlm.max_tokens_name")]
    [InlineData("""{"error":"unknown field seedling"}""", "vlm.base_url")]
    public async Task A_setting_that_stays_refused_is_named_in_the_advice(string body, string setting)
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => new Reply(400, body));
        var error = await Assert.ThrowsAsync<PixelShapException>(() => AskAsync(server));
        Assert.Contains(setting, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_of_a_moderated_picture_teach_no_setting()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => new Reply(400, """{"error":{"code":"content_filter","message":"Blocked by content policy. Lower the temperature or change the seed."}}"""));
        Assert.Equal(AnswerKind.Filtered, (await AskAsync(server)).Kind);
        Assert.Single(server.Requests);
        Assert.DoesNotContain(Logger.Entries, entry => entry.Text.Contains("does not take every setting", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pictures_held_back_in_a_row_do_not_end_a_run()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => new Reply(400, """{"error":{"code":"content_filter","message":"The response was filtered."}}"""));
        await using IVisionLanguageModel model = Model(Settings(server));
        for (int shade = 0; shade < 12; shade++)
        {
            Assert.Equal(AnswerKind.Filtered, (await model.AskAsync(Question(shade), CancellationToken.None)).Kind);
        }
    }

    [Fact]
    public async Task What_a_service_refused_is_tried_again_after_a_month()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((request, _) => request.TryGetProperty("seed", out JsonElement _) ? new Reply(400, """{"error":"unknown field seed"}""") : QuirkServer.Says("Slow down."));
        VlmConfiguration settings = Settings(server) with { Cache = new VlmCache { Directory = "cache" } };
        int[] asked = [2, 1, 2];
        for (int start = 0; start < asked.Length; start++)
        {
            int before = server.Requests.Count;
            if (start == 2)
            {
                File.SetLastWriteTimeUtc(Directory.EnumerateFiles(Path.Combine(Folder, "cache", "services")).Single(), DateTime.UtcNow - TimeSpan.FromDays(31));
            }

            await using IVisionLanguageModel model = Model(settings);
            await model.AskAsync(Question(start), CancellationToken.None);
            Assert.Equal(asked[start], server.Requests.Count - before);
        }

        Assert.Equal(2, Logger.Entries.Count(entry => entry.Level == LogLevel.Warning && entry.Text.Contains("'seed' is left out", StringComparison.Ordinal)));
    }
}
