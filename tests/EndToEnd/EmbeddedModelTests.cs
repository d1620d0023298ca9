using System.Text.Json;
using PixelShap.Testing;
using PixelShap.Video.Media.Tests;

namespace PixelShap.EndToEnd;

/// <summary>The vision-language model that comes with the program, on sample drives: it looks at pixels, so no answer is certain, but most are right.</summary>
public sealed class EmbeddedModelTests(Clips clips) : IClassFixture<Clips>
{
    [Theory]
    [InlineData("quiet-street", "Is there any danger ahead?", 0, "no")]
    [InlineData("cyclist-swerves", "Is a cyclist moving into our lane?", 3, "yes")]
    public async Task Its_answers_are_right_at_most_keyframes_and_come_from_the_picture(string name, string prompt, double from, string word)
    {
        var run = new Run(clips.PathOf(name));
        CommandResult result = await Command.RunAsync(
        [
            "run", Path.Combine(SharedData.RepositoryRoot, "sample-videos", name + ".mp4"), "--output", run.Folder, "--prompt", prompt, "--set", "vlm.provider=glance", "--set", "vlm.temperature=0",
            "--set", "segmenter.every=3", "--set", "attribution.max_players=1", "--set", "attribution.controls=never", "--set", "attribution.scene=false", "--set", "video.annotated=false", "--set", "report=false",
        ]);
        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement[] keyframes = [.. run.Lines("attributions.jsonl").Where(line => line.GetProperty("t").GetDouble() >= from)];
        Assert.True(keyframes.Length >= 5, $"{keyframes.Length}");
        Assert.All(keyframes, line => Assert.Equal("pixelshap-glance (our own network)", line.GetProperty("model").GetString()));
        int right = keyframes.Count(line => line.GetProperty("answer").GetString()!.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        Assert.True(right >= 0.75 * keyframes.Length, $"{right} of {keyframes.Length}: {string.Join(" | ", keyframes.Select(line => line.GetProperty("answer")))}");
    }
}
