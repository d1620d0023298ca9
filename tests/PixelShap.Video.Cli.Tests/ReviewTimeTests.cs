using PixelShap.Video.Cli.Commands;

namespace PixelShap.Video.Cli.Tests;

public sealed class ReviewTimeTests
{
    [Theory]
    [InlineData("12.5", 12.5)]
    [InlineData("90", 90)]
    [InlineData("1:02.5", 62.5)]
    [InlineData("90:00", 5400)]
    [InlineData("1:00:02", 3602)]
    public void Times_are_read_as_people_write_them(string text, double seconds) => Assert.Equal(seconds, ReviewTime.Parse(text, "--from"));

    /// <summary>Seventy-five seconds of a minute are a slip, not a minute and a quarter.</summary>
    [Theory]
    [InlineData("1:75")]
    [InlineData("1:60")]
    [InlineData("1:60:00")]
    [InlineData("1:2:3:4")]
    [InlineData("1.5:00")]
    [InlineData("-1")]
    [InlineData("1:")]
    [InlineData("soon")]
    public void Anything_else_is_refused_with_the_option_and_an_example(string text)
    {
        var error = Assert.Throws<PixelShapException>(() => ReviewTime.Parse(text, "--from"));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains($"--from {text}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_no_time() => Assert.Null(ReviewTime.Parse(null, "--to"));
}
