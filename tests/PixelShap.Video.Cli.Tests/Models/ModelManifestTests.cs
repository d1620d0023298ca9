using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Models;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Cli.Tests.Models;

public sealed class ModelManifestTests
{
    [Fact]
    public void The_programs_own_manifest_says_of_every_model_what_for_whose_and_how()
    {
        ModelManifest manifest = ModelManifest.Embedded();
        Assert.True(manifest.Models.Count >= 8);
        Assert.Equal(manifest.Models.Count, manifest.Models.Select(model => model.Name).Distinct().Count());
        Assert.All(manifest.Models, model =>
        {
            Assert.All(new[] { model.Title, model.Use, model.Licence, model.Source }, text => Assert.False(string.IsNullOrWhiteSpace(text)));

            // A command of its own uses it, and no setting names it.
            Assert.True(model.Yaml is { Length: > 0 } || model.Use!.Contains("'review --blur", StringComparison.Ordinal), model.Name);
            Assert.All(model.Files, file => Assert.Equal(file.Sha256 is null, file.Sha256From is null));
            Assert.All(model.Files, file => Assert.StartsWith("https://", file.Url, StringComparison.Ordinal));
            Assert.True(model.Decoder is null || model.Files.Any(file => file.Path == model.Decoder));
        });
    }

    [Fact]
    public void What_it_says_for_the_pipeline_file_is_valid_there() =>
        Assert.All(ModelManifest.Embedded().Models.Where(model => model.Yaml is not null), model => ConfigurationReader.Parse(model.Yaml!, model.Name, [], Registries.Choices));

    [Fact]
    public void A_model_for_llama_cpp_has_a_language_model_and_one_picture_encoder_that_are_told_apart_by_name()
    {
        ModelEntry[] models = [.. ModelManifest.Embedded().Models.Where(model => model.Yaml is not null && ConfigurationReader.Parse(model.Yaml, model.Name, [], Registries.Choices).Vlm.Provider == "llama")];
        Assert.Equal(["smolvlm-500m", "smolvlm2-2.2b", "qwen2.5-vl-3b", "gemma-3-4b", "llava-1.5-7b"], models.Select(model => model.Name));
        Assert.All(models, model =>
        {
            Assert.All(model.Files, file => Assert.EndsWith(".gguf", file.Path, StringComparison.Ordinal));
            Assert.Equal(2, model.Files.Count);
            Assert.Contains("mmproj", Assert.Single(model.Files, file => file.Path != model.Main).Path, StringComparison.Ordinal);
            Assert.DoesNotContain("mmproj", model.Main, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("onnx-genai", "phi-3.5-vision", true)]
    [InlineData("llama", "smolvlm-500m", true)]
    [InlineData("llama", "models/mine.gguf", false)]
    [InlineData("openai", "smolvlm-500m", false)]
    public void A_vision_language_model_is_named_as_it_was_pulled_where_the_provider_opens_files(string provider, string model, bool isLookedFor)
    {
        var settings = new VlmConfiguration { Provider = provider, Model = model };
        if (!isLookedFor)
        {
            Assert.Same(settings, ModelLocator.Asked(settings));
            return;
        }

        Assert.Contains($"pixelshap models pull {model}", Assert.Throws<PixelShapException>(() => ModelLocator.Asked(settings)).Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"format": 2, "models": []}""", "format")]
    [InlineData("""{"format": 1, "models": [{"name": "../up", "main": "a", "files": [{"path": "a", "url": "http://x/a"}]}]}""", "name")]
    [InlineData("""{"format": 1, "models": [{"name": "m", "main": "a", "files": [{"path": "../a", "url": "http://x/a"}]}]}""", "main")]
    [InlineData("""{"format": 1, "models": [{"name": "m", "main": "a", "files": [{"path": "a", "url": "file:///etc/passwd"}]}]}""", "url")]
    [InlineData("""{"format": 1, "models": [{"name": "m", "main": "a", "files": [{"path": "a", "url": "http://x/a", "sha256": "abc"}]}]}""", "sha256")]
    [InlineData("""{"format": 1, "models": [null]}""", "null")]
    [InlineData("""{"format": 1, "models": [{"name": "m", "main": "a", "files": [null]}]}""", "files")]
    [InlineData("null", "null")]
    [InlineData("not json", "manifest")]
    public void A_manifest_that_is_none_is_refused_with_the_reason(string json, string because)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, json);
            PixelShapException error = Assert.Throws<PixelShapException>(() => ModelManifest.Load(path));
            Assert.Equal(ExitCode.Usage, error.ExitCode);
            Assert.Contains(because, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_model_that_was_not_pulled_is_asked_for_with_the_command_that_pulls_it()
    {
        PixelShapException error = Assert.Throws<PixelShapException>(() => ModelLocator.Choose("rf-detr-seg-medium", "."));
        Assert.Contains("pixelshap models pull rf-detr-seg-medium", error.Remedy, StringComparison.Ordinal);
        Assert.Throws<PixelShapException>(() => ModelLocator.MaskModel("one-file.onnx", "."));
        Assert.Null(ModelLocator.MaskModel("", "."));
    }
}
