using System.Globalization;
using PixelShap.Video.Language.Failures;
using Reply = PixelShap.Video.Language.Tests.Services.QuirkServer.Reply;

namespace PixelShap.Video.Language.Tests.Services;

/// <summary>How long a service wants to be left alone, wherever it says so.</summary>
public sealed class AskedWaitTests : ServiceTestBase
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("Retry-After", "7", 7.0)]
    [InlineData("Retry-After", "1m30s", 90.0)]
    [InlineData("Retry-After", "Fri, 01 May 2026 12:00:20 GMT", 20.0)]
    [InlineData("Retry-After", "Fri, 01 May 2026 11:00:00 GMT", null)]
    [InlineData("Retry-After", "-1", null)]
    [InlineData("Else", "7", null)]
    public void A_header_states_a_wait(string name, string value, double? seconds) =>
        Assert.Equal(seconds, AskedWait.InHeaders(asked => asked == name ? value : null, Now)?.TotalSeconds);

    [Theory]
    [InlineData("0", "6m0s", 360.0)]
    [InlineData("0", "12", 12.0)]
    [InlineData("5", "6m0s", null)]
    [InlineData(null, "6m0s", null)]
    public void A_limit_that_is_used_up_states_when_it_begins_anew(string? remaining, string reset, double? seconds) => Assert.Equal(
        seconds,
        AskedWait.InLimitHeaders(asked => asked switch { "x-ratelimit-remaining-tokens" => remaining, "x-ratelimit-reset-tokens" => reset, _ => null }, Now)?.TotalSeconds);

    [Theory]
    [InlineData(0, 30.0)]
    [InlineData(1, 30.0)]
    [InlineData(1000, 30.0)]
    public void A_moment_is_read_in_seconds_from_now_and_in_seconds_and_milliseconds_of_the_calendar(long unit, double seconds)
    {
        long value = unit == 0 ? 30 : unit * (Now.ToUnixTimeSeconds() + 30);
        Assert.Equal(seconds, AskedWait.InLimitHeaders(asked => asked == "x-ratelimit-reset" ? value.ToString(CultureInfo.InvariantCulture) : null, Now)!.Value.TotalSeconds, 1);
    }

    [Fact]
    public async Task A_server_that_is_away_for_an_hour_ends_the_run_with_4()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, _) => new Reply(503, """{"error":"Down for maintenance"}""") { Headers = new Dictionary<string, string> { ["Retry-After"] = "3600" } });
        var error = await Assert.ThrowsAsync<PixelShapException>(() => AskAsync(server).WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(ExitCode.Limit, error.ExitCode);
        Assert.Contains("60 min from now", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    /// <summary>Gemini says of a minute that is over what others say of an empty account.</summary>
    [Fact]
    public async Task Who_names_a_wait_beside_billing_is_waited_for()
    {
        await using QuirkServer server = await QuirkServer.StartAsync((_, number) => number > 1 ? QuirkServer.Says("Slow down.") : new Reply(
            429, """[{"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details. Please retry in 0.2s.","status":"RESOURCE_EXHAUSTED"}}]"""));
        Assert.Equal("Slow down.", (await AskAsync(server)).Text);
    }
}
