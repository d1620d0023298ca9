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

    [Fact]
    public void The_shipped_list_of_cameras_is_valid_and_says_which_variable_is_missing()
    {
        string path = Path.Combine(SharedData.RepositoryRoot, "pipelines", "cameras.yaml"), text = File.ReadAllText(path);
        static PipelineConfiguration Settings(IReadOnlyList<string> set) => ConfigurationReader.Parse("", "none", set, Registries.Choices);
        IReadOnlyList<ListedCamera> cameras = CameraList.Parse(
            text.Replace("${GATE_PASSWORD}", "p", StringComparison.Ordinal).Replace("${YARD_PASSWORD}", "p", StringComparison.Ordinal), path, Settings, (address, user, password, _) => $"{user}:{password}@{address}");

        Assert.Equal([("gate", false), ("yard", true)], cameras.Select(camera => (camera.Name, camera.Settings.Live.Record)));
        Assert.Equal("Who is in the yard?", cameras[1].Settings.Prompt);
        Assert.Equal(60, cameras[1].Settings.Live.StallTimeoutSeconds);
        Assert.All(cameras, camera => Assert.StartsWith("viewer:p@rtsp://", camera.Address, StringComparison.Ordinal));
        PixelShapException error = Assert.Throws<PixelShapException>(() => CameraList.Parse(text, "cameras.yaml", Settings, (address, _, _, _) => address));
        Assert.Contains("cameras.yaml, line", error.Message, StringComparison.Ordinal);
        Assert.Contains("GATE_PASSWORD is not set", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cameras: []", "no list of 1 to 64")]
    [InlineData("cameras:\n- name: a/b\n  address: x", "no name that can be that of a folder")]
    [InlineData("cameras:\n- name: a", "'a' has no address")]
    [InlineData("cameras:\n- {name: a, address: x}\n- {name: A, address: y}", "stands there twice")]
    [InlineData("cameras:\n- {name: a, adress: x}", "the key 'adress' of a camera is unknown")]
    [InlineData("!list cameras:\n- {!text name: a}", "'a' has no address")]
    [InlineData("? [cameras]\n: []", "is unknown")]
    [InlineData("cameras:\n- {name: a, address: x, settings: {live: {rekord: true}}}", "camera 'a'")]
    public void A_list_of_cameras_that_is_wrong_is_refused_with_what_is_wrong(string yaml, string message)
    {
        PixelShapException error = Assert.Throws<PixelShapException>(() => CameraList.Parse(
            yaml, "cameras.yaml", set => ConfigurationReader.Parse("", "none", set, Registries.Choices), (address, _, _, _) => address));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

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
