using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Runs.Tests.Configuration;

public sealed class RunPromptsTests
{
    [Fact]
    public void Named_prompts_keep_the_order_of_the_file_and_the_command_line_adds_to_them()
    {
        const string yaml = "prompts:\n  zebra: Who crosses?\n  advice: 'At {time}: what now?'\n";
        PipelineConfiguration configuration = ConfigurationReader.Parse(yaml, "x", ["prompts.new-one=And {labels}?", "prompts.zebra=Who walks?", "video.prompt=advice"], SettingChoices.None);
        Assert.Equal(["zebra", "advice", "new-one"], RunPrompts.Of(configuration).Select(prompt => prompt.Name));
        Assert.Equal("Who walks?", RunPrompts.Of(configuration)[0].Template.Text);
        Assert.Equal("advice", RunPrompts.Shown(configuration).Name);
        Assert.Equal("zebra", RunPrompts.Shown(configuration with { Video = new VideoConfiguration() }).Name);
    }

    [Theory]
    [InlineData("prompt: How fast {speed}?\n", "x, line 1: prompt is", "{time} and {labels}")]
    [InlineData("prompts:\n  a: Who?\n  b: '{who}'\n", "x, line 3: prompts.b is '{who}'", "{{ and }}")]
    [InlineData("prompts:\n  Two Words: Who?\n", "x, line 2: prompts has the name 'Two Words'", "a-z")]
    [InlineData("prompts: Who?\n", "x, line 1: prompts is 'Who?'", "name: text")]
    [InlineData("prompts:\n  a:\n    b: c\n", "x, line 3: prompts.a is a section", "name: text")]
    [InlineData("prompt: Who?\nprompts:\n  a: What?\n", "both set", "under a name of its own")]
    [InlineData("prompts:\n  a: What?\nvideo:\n  prompt: b\n", "video.prompt is 'b'", "Allowed: a.")]
    public void A_mistake_in_prompts_is_named_with_its_remedy(string yaml, string message, string remedy)
    {
        var error = Assert.Throws<PixelShapException>(() => ConfigurationReader.Parse(yaml, "x", [], SettingChoices.None));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }
}
