using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Testing;
using PixelShap.Video.Media.Tests;

namespace PixelShap.EndToEnd;

/// <summary>A run leaves out what lies on the own car.</summary>
public sealed class OwnCarTests(Clips clips) : IClassFixture<Clips>
{
    [Fact]
    public async Task A_run_leaves_out_what_lies_on_the_own_car_and_says_so()
    {
        // The truth's own road users, and on the bonnet a car that a network might see there.
        string masks = WithBonnetAsCar("side-impact");
        var run = new Run(clips.PathOf("own-auto"));
        CommandResult result = await run.ExecuteAsync(Samples.Drive("side-impact"), [.. Cheap(masks)]);
        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement own = Document(run).GetProperty("ego_mask");
        Assert.InRange(own.GetProperty("share").GetDouble(), 0.14, 0.19);
        Assert.Equal(96, own.GetProperty("left_out").GetInt32());
        Assert.True(File.Exists(run.File("ego-mask.png")));
        Assert.Contains("The own car", File.ReadAllText(run.File("report.html")), StringComparison.Ordinal);
        Assert.DoesNotContain(run.Lines("tracks.jsonl"), OnTheBonnet);

        // The mask that was found can be named; without one the bonnet is a car.
        var named = new Run(clips.PathOf("own-file"));
        Assert.Equal(0, (await named.ExecuteAsync(Samples.Drive("side-impact"), [.. Cheap(masks), "--set", $"ego_mask={run.File("ego-mask.png")}"])).ExitCode);
        Assert.Equal(File.ReadAllBytes(run.File("tracks.jsonl")), File.ReadAllBytes(named.File("tracks.jsonl")));
        var none = new Run(clips.PathOf("own-none"));
        Assert.Equal(0, (await none.ExecuteAsync(Samples.Drive("side-impact"), [.. Cheap(masks), "--set", "ego_mask=none"])).ExitCode);
        Assert.Contains(none.Lines("tracks.jsonl"), OnTheBonnet);
        Assert.Equal(0, Document(none).GetProperty("ego_mask").GetProperty("share").GetDouble());
        Assert.DoesNotContain("The own car", File.ReadAllText(none.File("report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mask_that_is_no_picture_is_refused_in_one_sentence()
    {
        var run = new Run(clips.PathOf("own-bad"));
        CommandResult result = await run.ExecuteAsync(Samples.Street, "--set", "ego_mask=/no/such.png");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("ego_mask names /no/such.png, which cannot be read as a picture", result.Error, StringComparison.Ordinal);
    }

    private static string[] Cheap(string masks) =>
        ["--set", "report=true", "--set", $"segmenter.model={masks}", "--set", "video.annotated=false", "--set", "keyframes.interval_seconds=1000", "--set", "keyframes.min_gap_seconds=1000",
            "--set", "attribution.scene=false", "--set", "attribution.controls=never", "--set", "vlm.provider=glance", "--set", "attribution.max_players=1"];

    private static bool OnTheBonnet(JsonElement line)
    {
        JsonElement box = line.GetProperty("box");
        return box[1].GetDouble() > 280 && box[2].GetDouble() > 600;
    }

    private static JsonElement Document(Run run) => JsonDocument.Parse(File.ReadAllBytes(run.File("run.json"))).RootElement;

    private string WithBonnetAsCar(string name)
    {
        JsonNode truth = JsonNode.Parse(File.ReadAllBytes(Path.ChangeExtension(Samples.Drive(name), ".json")))!;
        JsonArray annotations = truth["annotations"]!.AsArray();
        int id = 100_000;
        foreach (JsonNode? image in truth["images"]!.AsArray())
        {
            JsonNode bonnet = truth["ego"]!.DeepClone();
            (bonnet["id"], bonnet["image_id"], bonnet["video_id"], bonnet["category_id"], bonnet["track_id"], bonnet["iscrowd"]) = (id++, image!["id"]!.DeepClone(), 1, 1, 999, 0);
            annotations.Add(bonnet);
        }

        string path = clips.PathOf("with-bonnet.json");
        File.WriteAllText(path, truth.ToJsonString());
        return path;
    }
}
