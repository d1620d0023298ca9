using System.Text.Json;
using PixelShap.Testing;
using PixelShap.Video.Media.Tests;

namespace PixelShap.EndToEnd;

/// <summary>A frame of a sample drive, and a service that sees nothing of it but the colour of a lit brake lamp.</summary>
public sealed class AttributeTests(Clips clips) : IClassFixture<Clips>
{
    private const string Brakes = "It brakes, keep your distance.";

    [Fact]
    public async Task The_lamps_of_the_car_ahead_are_what_the_answer_rests_on_and_the_picture_has_all_of_it()
    {
        string frame = clips.PathOf("brakes.png"), folder = clips.PathOf("brakes");
        _ = Clips.Run("ffmpeg", "-v", "error", "-ss", "5", "-i", Path.Combine(SharedData.RepositoryRoot, "sample-videos", "lead-car-brakes.mp4"), "-frames:v", "1", frame);
        await using PixelServer server = await PixelServer.StartAsync(share => share > 0.0003 ? Brakes : "Nothing special to report.", (255, 168, 140, 20));
        CommandResult result = await Command.RunAsync(
            [
                "explain", frame, "--output", folder, "--attributes", "top", "--words", "--pairs", "--json", "--prompt", "Is the car ahead braking?",
                "--set", "vlm.provider=openai", "--set", "vlm.model=pixels", "--set", $"vlm.base_url={server.BaseUrl}", "--set", "vlm.image_format=png", "--set", "vlm.cache.enabled=false",
                "--set", "attribution.max_players=4", "--set", "attribution.similarity=words",
            ],
            new Dictionary<string, string?> { ["OPENAI_API_KEY"] = "none" });
        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement json = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(Brakes, json.GetProperty("answer").GetString());

        // The lamps: they stay lit where the car is grey, smooth or elsewhere.
        JsonElement attributes = json.GetProperty("attributes"), first = attributes.GetProperty("values")[0];
        Assert.Equal(1, json.GetProperty("players")[attributes.GetProperty("player").GetInt32()].GetProperty("rank").GetInt32());
        double sum = attributes.GetProperty("values").EnumerateArray().Sum(item => item.GetProperty("phi").GetDouble()) + attributes.GetProperty("phi_presence").GetDouble();
        Assert.Equal(attributes.GetProperty("phi_object").GetDouble(), sum + attributes.GetProperty("gap").GetDouble(), 4);
        Assert.Equal("lights", first.GetProperty("attribute").GetString());
        Assert.Equal("Nothing special to report.", first.GetProperty("answer_without").GetString());

        // The question is not read, so that none of its words counts.
        JsonElement words = json.GetProperty("words");
        Assert.InRange(words.GetProperty("picture_share").GetDouble(), 0.85, 1);
        Assert.All(words.GetProperty("phrases").EnumerateArray(), phrase => Assert.InRange(Math.Abs(phrase.GetProperty("phi").GetDouble()), 0, 0.1));
        string page = await File.ReadAllTextAsync(Path.Combine(folder, "explain.html"));
        Assert.Contains("without its lights", page, StringComparison.Ordinal);
        Assert.Contains("Which words mattered", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_that_is_not_there_is_said_before_anything_is_asked()
    {
        CommandResult result = await Command.RunAsync(["explain", Samples.Picture, "--attributes", "zebra 9", "--output", clips.PathOf("zebra")]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("zebra 9", result.Error, StringComparison.Ordinal);
    }
}
