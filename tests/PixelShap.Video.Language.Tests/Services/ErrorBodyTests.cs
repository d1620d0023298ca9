using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace PixelShap.Video.Language.Tests.Services;

/// <summary>Errors as the documentation of services and reports of their users have them, in error-bodies.json: each is quoted or explained in one sentence.</summary>
public sealed class ErrorBodyTests : ServiceTestBase
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Bodies().Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task An_error_is_quoted_or_explained_and_means_what_it_means(int number)
    {
        ErrorBody body = Bodies()[number];
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => new QuirkServer.Reply(body.Status, body.Body) { Type = body.Body.StartsWith('<') ? "text/html" : "application/json" });
        VlmConfiguration settings = Settings(server);
        await using IVisionLanguageModel model = Model(settings with { Retry = settings.Retry with { MaxAttempts = 1 } });
        string said, means;
        try
        {
            Answer answer = await model.AskAsync(Question(1), CancellationToken.None);
            (said, means) = (answer.Reason, answer.Kind.ToString());
        }
        catch (PixelShapException exception)
        {
            (said, means) = (exception.Message, exception.ExitCode.ToString());
            Assert.NotEqual("", exception.Remedy);
        }

        Assert.True(means == body.Means, $"{body.Service}: {means}, {said}");
        Assert.Contains(body.Says, said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', said);
        Assert.InRange(server.Requests.Count, 1, 3);
        Assert.DoesNotContain(Logger.Entries, entry => entry.Level == LogLevel.Error);
    }

    [Fact]
    public void There_are_sixty_of_ten_services()
    {
        Assert.True(Bodies().Length >= 60);
        Assert.True(Bodies().Select(body => body.Service).Distinct().Count() >= 10);
    }

    private static ErrorBody[] Bodies() => JsonSerializer.Deserialize<ErrorBody[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Services", "error-bodies.json")), JsonSerializerOptions.Web)!;

    private sealed record ErrorBody(string Service, int Status, string Body, string Says, string Means);
}
