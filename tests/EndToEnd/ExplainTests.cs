using System.Text.Json;
using PixelShap.Testing;
using PixelShap.Video.Media.Tests;

namespace PixelShap.EndToEnd;

/// <summary>One still, explained by the real command with a real network.</summary>
public sealed class ExplainTests(Clips clips) : IClassFixture<Clips>
{
    private const string Street = "a street";

    [Fact]
    public async Task A_still_leaves_heat_map_page_and_the_JSON_that_is_printed()
    {
        string folder = clips.PathOf("explained");
        CommandResult result = await Explain(Street, folder, "--prompt", "What is in front of me?", "--json", "--set", "attribution.faithfulness=true");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(File.ReadAllText(Path.Combine(folder, "explain.json")), result.Output);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], File.ReadAllBytes(Path.Combine(folder, "heatmap.png"))[..4]);
        Assert.Contains("What is in front of me?", File.ReadAllText(Path.Combine(folder, "explain.html")), StringComparison.Ordinal);
        JsonElement json = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal("others", json.GetProperty("players").EnumerateArray().Last().GetProperty("class").GetString());
        Assert.All(json.GetProperty("players").EnumerateArray().SkipLast(1), player => Assert.Equal("car", player.GetProperty("class").GetString()));
        double sum = json.GetProperty("players").EnumerateArray().Sum(player => player.GetProperty("phi").GetDouble());
        Assert.Equal(1 - json.GetProperty("v_empty").GetDouble() - json.GetProperty("efficiency_gap").GetDouble(), sum, 4);
        JsonElement curves = json.GetProperty("faithfulness");
        Assert.True(curves.GetProperty("insertion_auc").GetDouble() > curves.GetProperty("deletion_auc").GetDouble());
        Assert.Equal(json.GetProperty("players").GetArrayLength() + 1, curves.GetProperty("deletion").GetArrayLength());
    }

    /// <summary>ONNX Runtime's packages report to Microsoft unless they are told not to: the first trace is an identity and a queue in the home directory.</summary>
    [Fact]
    public async Task Nothing_is_left_in_the_home_directory_by_a_network_that_was_loaded()
    {
        string home = Directory.CreateDirectory(clips.PathOf("home")).FullName;
        CommandResult result = await Command.RunAsync(
            ["explain", Samples.Picture, "--output", clips.PathOf("explained-at-home"), "--set", "attribution.max_players=2", "--set", "vlm.cache.enabled=false"],
            new Dictionary<string, string?> { ["HOME"] = home, ["XDG_CACHE_HOME"] = null, ["PIXELSHAP_MODELS"] = null, ["ORT_DISABLE_TELEMETRY"] = null });
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(home));
    }

    [Fact]
    public async Task Own_masks_in_every_form_take_the_place_of_the_segmenter()
    {
        string masks = clips.PathOf("masks.json"), folder = clips.PathOf("explained-masks");
        await File.WriteAllTextAsync(masks, """
            {"images":[{"id":7,"file_name":"other/street.jpg","width":640,"height":360},{"id":8,"file_name":"else.jpg","width":10,"height":10}],
             "categories":[{"id":1,"name":"my bus"},{"id":2,"name":"walker"}],
             "annotations":[
               {"image_id":7,"category_id":1,"segmentation":[[10,60,540,60,540,300,10,300]]},
               {"image_id":7,"category_id":2,"bbox":[40,170,100,140]},
               {"image_id":7,"category_id":2,"segmentation":{"size":[360,640],"counts":[144000,300,60,300,85740]}},
               {"image_id":8,"category_id":2,"bbox":[1,1,2,2]}]}
            """);
        CommandResult result = await Explain(Street, folder, "--masks", masks, "--json", "--set", "attribution.region=bbox");
        Assert.Equal((0, ""), (result.ExitCode, result.Error.Split('\n').FirstOrDefault(line => line.StartsWith("error", StringComparison.Ordinal)) ?? ""));
        JsonElement[] objects = [.. JsonDocument.Parse(result.Output).RootElement.GetProperty("players").EnumerateArray().Select(player => player.GetProperty("objects")[0])];
        Assert.Equal(["walker", "my bus", "walker"], objects.Select(item => item.GetProperty("class").GetString()));
        Assert.Equal([40, 170, 100, 140], objects[0].GetProperty("box").EnumerateArray().Select(edge => edge.GetDouble()));
        Assert.Equal([400, 0, 2, 300], objects[2].GetProperty("box").EnumerateArray().Select(edge => edge.GetDouble()));
    }

    /// <summary>A budget that would pay for all coalitions of more players than the exact estimator takes.</summary>
    [Fact]
    public async Task Thirteen_masks_and_a_large_budget_are_no_obstacle()
    {
        string masks = clips.PathOf("thirteen.json"), folder = clips.PathOf("explained-thirteen");
        string boxes = string.Join(',', Enumerable.Range(0, 13).Select(i => $$"""{"image_id":7,"category_id":2,"bbox":[{{(i * 40) + 5}},100,30,200]}"""));
        await File.WriteAllTextAsync(masks, $$"""
            {"images":[{"id":7,"file_name":"street.jpg","width":640,"height":360}],"categories":[{"id":2,"name":"walker"}],"annotations":[{{boxes}}]}
            """);
        CommandResult result = await Explain(
            Street, folder, "--masks", masks, "--json", "--set", "attribution.max_players=13", "--set", "attribution.budget=9000", "--set", "attribution.estimator=loo");
        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement json = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal((13, "loo"), (json.GetProperty("players").GetArrayLength(), json.GetProperty("estimator").GetString()));
    }

    [Theory]
    [InlineData(3, "does not exist", "none.jpg")]
    [InlineData(3, "not a picture", "README.md")]
    [InlineData(2, "names no model", Street, "--set", "attribution.similarity=embedding")]
    [InlineData(3, "No object was found", Street, "--set", "tracker.new_track_score=1")]
    [InlineData(2, "prompt is empty", Street, "--prompt", " ")]
    public async Task What_is_wrong_is_said_in_one_sentence(int exitCode, string because, string image, params string[] more)
    {
        string folder = clips.PathOf($"explained-wrong-{because}");
        CommandResult result = await Explain(image, folder, more);
        string[] lines = [.. result.Error.Split('\n').Where(line => line.Length > 0)];
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.StartsWith("error:", lines[0], StringComparison.Ordinal);
        Assert.Contains(because, lines[0], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
        Assert.False(File.Exists(Path.Combine(folder, "explain.json")));
    }

    private static Task<CommandResult> Explain(string image, string folder, params string[] more) =>
        Command.RunAsync(["explain", image == Street ? Samples.Picture : Path.Combine(SharedData.RepositoryRoot, image), "--output", folder, .. more]);
}
