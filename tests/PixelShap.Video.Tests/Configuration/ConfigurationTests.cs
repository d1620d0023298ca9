using PixelShap.Masking;
using PixelShap.Testing;
using PixelShap.Video.Configuration;

namespace PixelShap.Video.Tests.Configuration;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("segmenter:\n  score_treshold: 0.3\n", "file.yaml, line 2", "score_treshold", "score_threshold")]
    [InlineData("keyframes:\n\n  interval_seconds: soon\n", "file.yaml, line 3", "'soon'", "a number from 0.02 to 3600")]
    [InlineData("keyframes:\n  interval_seconds: -1\n", "line 2", "'-1'", "from 0.02")]
    [InlineData("attribution:\n  region: box\n", "line 2", "'box'", "precise, bbox, bboa, convex")]
    [InlineData("video: yes\n", "line 1", "video", "a section")]
    [InlineData("video:\n  annotated: maybe\n", "line 2", "'maybe'", "true or false")]
    [InlineData("attribution:\n  budget: lots\n", "line 2", "'lots'", "2n+1")]
    [InlineData("attribution:\n  estimator: magic\n", "line 2", "'magic'", "edge")]
    [InlineData("seed: 1.5\n", "line 1", "'1.5'", "a whole number")]
    [InlineData("segmenter:\n  classes: []\n", "line 2", "classes", "at least one")]
    [InlineData("a: b: c\n", "line 1", "YAML", "Check")]
    [InlineData("just text\n", "file.yaml", "key: value", "example")]
    public void An_error_names_file_line_key_and_what_is_allowed(string yaml, params string[] parts)
    {
        var error = Assert.Throws<PixelShapException>(() => ConfigurationReader.Parse(yaml, "file.yaml", []));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        string text = $"{error.Message} {error.Remedy}";
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', text);
    }

    [Theory]
    [InlineData("20")]
    [InlineData("2n+1")]
    [InlineData(".5n+2")]
    [InlineData("auto")]
    [InlineData("auto:6n")]
    public void Every_form_of_budget_that_is_accepted_can_be_used(string budget) =>
        Assert.NotNull(PixelShap.Estimation.CallBudget.Parse(ConfigurationReader.Parse($"attribution:\n  budget: {budget}\n", "x", []).Attribution.Budget));

    [Fact]
    public void An_empty_file_gives_the_defaults() => Assert.Equivalent(new PipelineConfiguration(), ConfigurationReader.Parse("", "x", []));

    [Fact]
    public void Overrides_win_over_the_file_and_later_ones_over_earlier()
    {
        PipelineConfiguration configuration = ConfigurationReader.Parse(
            "keyframes:\n  interval_seconds: 5\n  scene_cut: false\n", "x",
            ["keyframes.interval_seconds=2", "keyframes.interval_seconds=3", "attribution.region=precise", "prompt=Is it: safe # now?", "segmenter.classes=[car, bus]"]);
        Assert.Equal(3, configuration.Keyframes.IntervalSeconds);
        Assert.False(configuration.Keyframes.SceneCut);
        Assert.Equal(MaskingRegion.Precise, configuration.Attribution.Region);
        Assert.Equal("Is it: safe # now?", configuration.Prompt);
        Assert.Equal(["car", "bus"], configuration.Segmenter.Classes);
    }

    [Theory]
    [InlineData("keyframes.intervall_seconds=2", "--set keyframes.intervall_seconds", "interval_seconds")]
    [InlineData("nonsense", "nonsense", "section.key=value")]
    [InlineData("seed=x", "--set seed", "whole number")]
    public void A_wrong_override_is_named(string setting, params string[] parts)
    {
        var error = Assert.Throws<PixelShapException>(() => ConfigurationReader.Parse("", "x", [setting]));
        Assert.All(parts, part => Assert.Contains(part, $"{error.Message} {error.Remedy}", StringComparison.Ordinal));
    }

    [Fact]
    public void The_shipped_schema_is_the_one_that_the_settings_make() =>
        Assert.Equal(ConfigurationSchema.ToJson(), File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "pipelines", "pipeline.schema.json")));

    [Theory]
    [InlineData("pipeline.yaml")]
    [InlineData("pipelines/dashcam-offline.yaml")]
    [InlineData("pipelines/rtsp-live.yaml")]
    public void Every_shipped_pipeline_is_valid(string file) => Assert.NotNull(ConfigurationReader.Read(Path.Combine(SharedData.RepositoryRoot, file), []));

    [Fact]
    public void A_missing_file_is_said_to_be_missing()
    {
        var error = Assert.Throws<PixelShapException>(() => ConfigurationReader.Read("/no/such/file.yaml", []));
        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);
    }
}
