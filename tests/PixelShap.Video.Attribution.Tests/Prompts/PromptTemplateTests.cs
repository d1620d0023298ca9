using FsCheck;
using FsCheck.Fluent;
using PixelShap.Video.Attribution.Prompts;

namespace PixelShap.Video.Attribution.Tests.Prompts;

public sealed class PromptTemplateTests
{
    [Theory]
    [InlineData(0, "0:00.0")]
    [InlineData(7.26, "0:07.3")]
    [InlineData(59.96, "1:00.0")]
    [InlineData(605.5, "10:05.5")]
    [InlineData(-0.01, "0:00.0")]
    [InlineData(-1.5, "-0:01.5")]
    public void Time_is_minutes_and_seconds(double seconds, string expected) =>
        Assert.Equal($"At {expected}?", PromptTemplate.Parse("At {time}?").At(seconds, []));

    [Fact]
    public void Labels_are_counted_most_common_first() =>
        Assert.Equal("car (2), bus (1), person (1)!", PromptTemplate.Parse("{labels}!").At(0, ["person", "car", "bus", "car"]));

    [Fact]
    public void Without_objects_there_are_no_labels() => Assert.Equal("none", PromptTemplate.Parse("{labels}").At(0, []));

    [Fact]
    public void Braces_that_are_meant_as_such_are_doubled() =>
        Assert.Equal("""{"at": "0:01.0"}""", PromptTemplate.Parse("""{{"at": "{time}"}}""").At(1, []));

    [Fact]
    public void Any_text_can_be_asked_with_its_braces_doubled() => Prop.ForAll<NonNull<string>>(text =>
    {
        string escaped = text.Get.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
        return PromptTemplate.Parse(escaped).At(3, ["car"]) == text.Get;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("How fast {speed}?", "{speed}")]
    [InlineData("{Time}", "{Time}")]
    [InlineData("{}", "{}")]
    [InlineData("Answer {", "character 8")]
    [InlineData("Answer }", "character 8")]
    public void What_is_no_placeholder_is_refused(string text, string part) =>
        Assert.Contains(part, Assert.Throws<FormatException>(() => PromptTemplate.Parse(text)).Message, StringComparison.Ordinal);
}
