using System.Text.Json;
using PixelShap.Testing;
using PixelShap.Video.Media.Tests;

namespace PixelShap.EndToEnd;

/// <summary>
/// The default path on sample drives: a clip in, tracks out, and at the seconds of which the truth says so the right object on top, found by the road model
/// that comes with the program and told by the narrator.
/// </summary>
public sealed class StoryTests(Clips clips) : IClassFixture<Clips>
{
    private const double SameBox = 0.5, InsideBox = 0.7, Mattering = 0.1;

    private static readonly string Samples = Path.Combine(SharedData.RepositoryRoot, "sample-videos");

    [RoadModelTheory]
    [InlineData("lead-car-brakes", 0.7, "Why does the car have to brake?", "Which vehicle is too close in front?")]
    [InlineData("quiet-street", 0.7, "Is there any danger ahead?")]
    [InlineData("red-light-cross-traffic", 0.7, "What colour is the traffic light?")]
    // Half hidden by the van at first, the pedestrian is seen before there is a track of it.
    [InlineData("pedestrian-behind-van", 0.5, "Why does the car have to brake?", "What blocks the view of the pavement on the right?")]
    public async Task The_right_object_is_on_top_in_the_right_seconds(string name, double leastShare, params string[] prompts)
    {
        Run run = await ExecuteAsync(name, prompts);
        using JsonDocument truth = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Samples, name + ".json")));
        var boxes = run.Lines("tracks.jsonl").ToDictionary(
            line => (line.GetProperty("track").GetInt32(), line.GetProperty("frame").GetInt64()),
            line => new Sight(line.GetProperty("class").GetString()!, Box(line.GetProperty("box"))));
        Assert.NotEmpty(boxes);
        foreach (string prompt in prompts)
        {
            bool[] right = [.. Judge(run, truth.RootElement, prompt, boxes)];
            Assert.True(right.Length >= 3, $"{name}, {prompt}: only {right.Length} keyframes lie in its spans");
            Assert.True(right.Count(good => good) >= leastShare * right.Length, $"{name}, {prompt}: right at {right.Count(good => good)} of {right.Length} keyframes");
        }
    }

    private async Task<Run> ExecuteAsync(string name, string[] prompts)
    {
        string pipeline = clips.PathOf($"{name}.yaml");
        File.WriteAllLines(pipeline, ["prompts:", .. prompts.Select((prompt, i) => $"  q{i}: \"{prompt}\"")]);
        var run = new Run(clips.PathOf(name));
        string nowhere = clips.PathOf("no-models");
        CommandResult result = await Command.RunAsync(
            [
                "run", pipeline, "--input", Path.Combine(Samples, name + ".mp4"), "--output", run.Folder,
                "--set", "attribution.max_players=6", "--set", "attribution.fill=inpaint", "--set", "video.annotated=false", "--set", "report=false",
            ],
            new Dictionary<string, string?> { ["PIXELSHAP_MODELS"] = null, ["XDG_CACHE_HOME"] = nowhere, ["XDG_DATA_HOME"] = nowhere });
        Assert.True(result.ExitCode == 0, result.Error);
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllBytes(run.File("run.json")));
        Assert.Contains("pixelshap-road.onnx", summary.RootElement.GetProperty("segmenter").GetString(), StringComparison.Ordinal);
        Assert.Contains("comes with the program", summary.RootElement.GetProperty("segmenter_choice").GetString(), StringComparison.Ordinal);
        return run;
    }

    /// <summary>For each keyframe in a span of the truth: whether its most important object is the one that the answer hangs on, or none matters where it hangs
    /// on none.</summary>
    private static IEnumerable<bool> Judge(Run run, JsonElement truth, string prompt, Dictionary<(int Track, long Frame), Sight> boxes)
    {
        JsonElement[] spans = [.. truth.GetProperty("prompts").EnumerateArray().Single(item => item.GetProperty("text").GetString() == prompt).GetProperty("spans").EnumerateArray()];
        Dictionary<long, long> images = truth.GetProperty("images").EnumerateArray().ToDictionary(image => image.GetProperty("frame_id").GetInt64(), image => image.GetProperty("id").GetInt64());
        foreach (JsonElement keyframe in run.Lines("attributions.jsonl").Where(line => line.GetProperty("prompt").GetString() == prompt))
        {
            double seconds = keyframe.GetProperty("t").GetDouble();
            long frame = keyframe.GetProperty("frame").GetInt64();
            JsonElement span = Array.Find(spans, item => seconds >= item.GetProperty("from").GetDouble() && seconds < item.GetProperty("to").GetDouble());
            if (span.ValueKind == JsonValueKind.Undefined)
            {
                continue;
            }

            JsonElement top = keyframe.GetProperty("players").EnumerateArray().MaxBy(player => player.GetProperty("phi").GetDouble());
            if (span.GetProperty("track_id").ValueKind == JsonValueKind.Null)
            {
                yield return top.ValueKind == JsonValueKind.Undefined || top.GetProperty("phi").GetDouble() < Mattering;
                continue;
            }

            double[]? target = truth.GetProperty("annotations").EnumerateArray()
                .Where(item => item.GetProperty("image_id").GetInt64() == images[frame] && item.GetProperty("track_id").GetInt32() == span.GetProperty("track_id").GetInt32())
                .Select(item => Box(item.GetProperty("bbox")))
                .FirstOrDefault();
            if (target is not null)
            {
                yield return top.ValueKind != JsonValueKind.Undefined && top.GetProperty("phi").GetDouble() >= Mattering
                    && top.GetProperty("tracks").EnumerateArray().Any(track => boxes.TryGetValue((track.GetInt32(), frame), out Sight? sight) && sight.Shows(target));
            }
        }
    }

    private static double[] Box(JsonElement box) => [.. box.EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>An object in a frame: its class and its box of left, top, width, height.</summary>
    private sealed record Sight(string ClassName, double[] Box)
    {
        /// <summary>Whether it is the target. The truth counts a traffic light with its two heads, one above the road and one on the pole, as one object; either
        /// head will do.</summary>
        public bool Shows(double[] target)
        {
            double width = Math.Min(Box[0] + Box[2], target[0] + target[2]) - Math.Max(Box[0], target[0]);
            double height = Math.Min(Box[1] + Box[3], target[1] + target[3]) - Math.Max(Box[1], target[1]);
            double both = Math.Max(0, width) * Math.Max(0, height), own = Box[2] * Box[3];
            return both / (own + (target[2] * target[3]) - both) >= SameBox || (ClassName == "traffic light" && both / own >= InsideBox);
        }
    }
}

/// <summary>A theory that needs the road model in <c>models/</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RoadModelTheoryAttribute : TheoryAttribute
{
    private static readonly string Model = Path.Combine(SharedData.RepositoryRoot, "models", "pixelshap-road.onnx");

    public RoadModelTheoryAttribute() => Skip = File.Exists(Model) ? null : $"needs the road model {Model}";
}
