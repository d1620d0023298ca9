using System.Text.Json;
using PixelShap.Masking;
using PixelShap.Testing;
using PixelShap.Video.Media.Tests;
using PixelShap.Video.Segmentation;

namespace PixelShap.EndToEnd;

/// <summary>Something that no detector knows comes into a sample drive, and a model that sees pixels speaks of it.</summary>
public sealed class RegionTests(Clips clips) : IClassFixture<Clips>
{
    private const int Start = 2;
    private static readonly string s_drive = Path.Combine(SharedData.RepositoryRoot, "sample-videos", "quiet-street.mp4");

    /// <summary>A fire beside the road: tongues of two colours. (A plain rectangle is taken for a vehicle.) Found by the network that comes with the program.</summary>
    [Fact]
    public async Task A_fire_that_no_detector_knows_is_the_region_that_the_answer_rests_on()
    {
        string[] tongues = ["x=150:y=70:w=96:h=44:color=0xF06414", "x=160:y=48:w=24:h=30:color=0xF06414", "x=196:y=34:w=26:h=40:color=0xF06414", "x=230:y=56:w=12:h=20:color=0xF06414", "x=172:y=84:w=52:h=30:color=0xF08C14"];
        string clip = clips.Make("fire.mp4", "-i", s_drive, "-vf", string.Join(',', tongues.Select(tongue => $"drawbox={tongue}:t=fill:enable='gte(t,{Start})'")), "-crf", "16", "-preset", "ultrafast");
        await AssertRegionAsync(clip, (0xF0, 0x70, 0x14, 40), "A large fire burns beside the road, stop.", _ => new PixelBox(150, 34, 96, 80), "segmenter.every=3");
    }

    /// <summary>A load that falls onto the road: it moves from keyframe to keyframe. The truth of the drive, which knows nothing of it, stands in for a detector.</summary>
    [Fact]
    public async Task A_box_that_falls_onto_the_road_is_followed_from_keyframe_to_keyframe()
    {
        string clip = clips.Make(
            "box.mp4", "-i", s_drive, "-f", "lavfi", "-i", "color=0x8C5A3C:s=70x52:r=12:d=8", "-filter_complex", $"[0][1]overlay=x=285:y='min(240,20+110*(t-{Start}))':enable='gte(t,{Start})'", "-crf", "16", "-preset", "ultrafast");
        await AssertRegionAsync(clip, (0x8C, 0x5A, 0x3C, 18), "A wooden box has fallen onto the road, brake.", seconds => new PixelBox(285, (int)Math.Min(240, 20 + (110 * (seconds - Start))), 70, 52),
            $"segmenter.model={Path.ChangeExtension(s_drive, "json")}");
    }

    private static async Task AssertRegionAsync(string clip, (int Red, int Green, int Blue, int Off) colour, string warning, Func<double, PixelBox> truth, string detector)
    {
        await using PixelServer server = await PixelServer.StartAsync(share => share > 0.006 ? warning : "The road is clear, keep your speed.", colour);
        var run = new Run(clip + ".run");
        CommandResult result = await Command.RunAsync(
            [
                "run", clip, "--output", run.Folder, "--set", "vlm.provider=openai", "--set", "vlm.model=pixels", "--set", $"vlm.base_url={server.BaseUrl}", "--set", "vlm.image_format=png",
                "--set", "vlm.preflight=false", "--set", "keyframes.answer_check_seconds=0", "--set", "vlm.cache.enabled=false", "--set", "video.annotated=false", "--set", "report=false", "--set", detector, "--set", "attribution.max_players=4",
            ],
            new Dictionary<string, string?> { ["OPENAI_API_KEY"] = "none" });
        Assert.True(result.ExitCode == 0, result.Error);
        List<JsonElement> lines = run.Lines("attributions.jsonl");
        Assert.All(lines, line => Assert.InRange(
            line.GetProperty("calls").GetInt32() + line.GetProperty("control_calls").GetInt32(), 0, (2 * line.GetProperty("players").GetArrayLength()) + 8));
        JsonElement[] warned = [.. lines.Where(line => line.GetProperty("answer").GetString() == warning)];
        Assert.True(warned.Length >= 5, $"{warned.Length}");
        Assert.All(lines.Except(warned), line => Assert.Equal("wording", line.GetProperty("verdict").GetProperty("kind").GetString()));
        Assert.Equal("region", warned[0].GetProperty("verdict").GetProperty("kind").GetString());
        JsonElement[] named = [.. warned.Where(line => line.GetProperty("regions").GetArrayLength() == 1)];
        Assert.True(named.Length >= warned.Length - 1, $"{named.Length} of {warned.Length}");
        foreach (JsonElement line in named)
        {
            JsonElement mask = line.GetProperty("regions")[0].GetProperty("segmentation");
            Mask found = CocoRle.Decode(mask.GetProperty("counts").GetString()!, mask.GetProperty("size")[1].GetInt32(), mask.GetProperty("size")[0].GetInt32());
            double overlap = found.IoU(Mask.FromBox(found.ImageWidth, found.ImageHeight, truth(line.GetProperty("t").GetDouble())));
            Assert.True(overlap >= 0.5, $"{overlap} at {line.GetProperty("t")}");
        }

        // A blank picture is the same at every keyframe, and is asked about once.
        int counted = lines.Sum(line => 1 + line.GetProperty("calls").GetInt32() + line.GetProperty("control_calls").GetInt32());
        Assert.InRange(server.Asked, counted - lines.Count, counted);
    }
}
