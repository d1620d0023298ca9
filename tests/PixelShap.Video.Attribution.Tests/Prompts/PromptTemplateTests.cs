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

    [Fact]
    public void Named_prompts_keep_the_order_of_the_file_and_the_command_line_adds_to_them()
    {
        const string yaml = "prompts:\n  zebra: Who crosses?\n  advice: 'At {time}: what now?'\n";
        PipelineConfiguration configuration = ConfigurationReader.Parse(yaml, "x", ["prompts.new-one=And {labels}?", "prompts.zebra=Who walks?", "video.prompt=advice"]);
        Assert.Equal(["zebra", "advice", "new-one"], RunPrompts.Of(configuration).Select(prompt => prompt.Name));
        Assert.Equal("Who walks?", RunPrompts.Of(configuration)[0].Template.Text);
        Assert.Equal("advice", RunPrompts.Shown(configuration).Name);
        Assert.Equal("zebra", RunPrompts.Shown(configuration with { Video = new VideoConfiguration() }).Name);
    }

    [Theory]
    [InlineData("prompt: How fast {speed}?\n", "x, line 1: prompt is", "{time} and {labels}")]
    [InlineData("prompts:\n  a: Who?\n  b: '{who}'\n", "x, line 3: prompts.b is '{who}'", "{{ and }}")]
    [InlineData("prompts:\n  Two Words: Who?\n", "x, line 2: prompts is", "a-z")]
    [InlineData("prompts: Who?\n", "x, line 1: prompts is 'Who?'", "name: text")]
    [InlineData("prompts:\n  a:\n    b: c\n", "x, line 3: prompts.a is a section", "name: text")]
    [InlineData("prompt: Who?\nprompts:\n  a: What?\n", "both set", "under a name of its own")]
    [InlineData("prompts:\n  a: What?\nvideo:\n  prompt: b\n", "video.prompt is 'b'", "Allowed: a.")]
    public void A_mistake_in_prompts_is_named_with_its_remedy(string yaml, string message, string remedy)
    {
        var error = Assert.Throws<PixelShapException>(() => ConfigurationReader.Parse(yaml, "x", []));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }
}
