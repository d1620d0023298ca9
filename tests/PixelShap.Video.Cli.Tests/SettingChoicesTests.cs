using PixelShap.Testing;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Cli.Tests;

/// <summary>Names from the registries of all rooms in the settings.</summary>
public sealed class SettingChoicesTests
{
    [Fact]
    public void The_shipped_schema_is_the_one_that_the_settings_make() => Assert.Equal(
        ConfigurationSchema.ToJson(Registries.Choices), File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "pipelines", "pipeline.schema.json")));

    [Theory]
    [InlineData("pipeline.yaml")]
    [InlineData("pipelines/dashcam-offline.yaml")]
    [InlineData("pipelines/rtsp-live.yaml")]
    public void Every_shipped_pipeline_is_valid(string file) => Assert.NotNull(ConfigurationReader.Read(Path.Combine(SharedData.RepositoryRoot, file), [], Registries.Choices));

    [Theory]
    [InlineData("exports: [mot, xls]\n", "line 1: exports is a list", "a list of mot, coco, vtt, csv, cvat, geojson, telemetry, mcap, none")]
    [InlineData("vlm: {provider: openAI}\n", "vlm.provider is 'openAI'", "narrator, glance, openai, azure, onnx-genai, llama")]
    [InlineData("attribution: {fill: grey}\n", "attribution.fill is 'grey'", "black, mean, blur, inpaint")]
    [InlineData("attribution: {similarity: bleu}\n", "attribution.similarity is 'bleu'", "tfidf, words, embedding")]
    public void A_name_that_is_in_no_registry_is_refused_with_those_that_are(string yaml, string message, string allowed)
    {
        var error = Assert.Throws<PixelShapException>(() => ConfigurationReader.Parse(yaml, "file.yaml", [], Registries.Choices));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_registry_that_a_setting_names_is_there_and_every_choice_says_what_it_means()
    {
        // A setting whose registry is missing would take every name.
        string schema = ConfigurationSchema.ToJson(Registries.Choices);
        Assert.Equal(Registries.Choices.Count, Registries.Choices.Values.Count(choices => choices.All(choice => schema.Contains($"'{choice.Name}': ", StringComparison.Ordinal))));
        Assert.All(Registries.Choices.Values.SelectMany(choices => choices), choice => Assert.False(string.IsNullOrWhiteSpace(choice.Help)));
    }
}
