using PixelShap.Masking;
using PixelShap.Video.Language.Narration;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Language.Tests;

public sealed class NarratorTests
{
    private static readonly BgrImage Image = new(new byte[640 * 360 * 3], 640, 360, 640 * 3);

    [Fact]
    public async Task The_nearest_road_user_is_named_first_with_its_place_and_distance()
    {
        string answer = await AskAsync("Which road users matter?", Car(left: 300, height: 120), Person(left: 20, height: 20));
        Assert.StartsWith("I see a car very close ahead", answer, StringComparison.Ordinal);
        Assert.Contains("pedestrian", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Different_prompts_get_different_answers()
    {
        Detection[] scene = [Car(left: 300, height: 100), Person(left: 30, height: 110)];
        string people = await AskAsync("Are there any pedestrians?", scene), vehicles = await AskAsync("Which vehicles are near?", scene);
        Assert.DoesNotContain("car", people, StringComparison.Ordinal);
        Assert.DoesNotContain("pedestrian", vehicles, StringComparison.Ordinal);
        Assert.NotEqual(people, await AskAsync("What should I do about pedestrians?", scene));
    }

    [Fact]
    public async Task A_side_in_the_prompt_leaves_out_the_other_side()
    {
        Detection[] scene = [Car(left: 20, height: 60), Person(left: 580, height: 90)];
        Assert.DoesNotContain("pedestrian", await AskAsync("What is on the left?", scene), StringComparison.Ordinal);
        Assert.Contains("pedestrian", await AskAsync("Which road users matter right now?", scene), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_drivers_own_car_in_the_prompt_is_no_question_about_cars() =>
        Assert.Contains("pedestrian", await AskAsync("You are driving this car. What matters?", Person(left: 300, height: 90)), StringComparison.Ordinal);

    [Fact]
    public async Task Equal_ones_are_counted_and_weak_ones_are_not_mentioned()
    {
        string answer = await AskAsync("What do you see?", Car(500, 40), Car(540, 40), Car(560, 41) with { Score = 0.2f });
        Assert.Contains("two cars", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_road_is_said_to_be_empty() =>
        Assert.StartsWith("No road user is in view.", await AskAsync("What should I do?"), StringComparison.Ordinal);

    private static Detection Car(float left, float height) => new(2, "car", 0.9f, new BoundingBox(left, 200, left + height, 200 + height), null);

    private static Detection Person(float left, float height) => new(0, "person", 0.9f, new BoundingBox(left, 200, left + (height / 3), 200 + height), null);

    private static async Task<string> AskAsync(string prompt, params Detection[] seen)
    {
        using var segmenter = new FixedSegmenter(seen);
        await using var narrator = new Narrator(segmenter);
        return (await narrator.AskAsync(new Question(Image, prompt), CancellationToken.None)).Text;
    }

    /// <summary>Sees the same in every image: the narrator's words are tested here, not a network.</summary>
    private sealed class FixedSegmenter(Detection[] seen) : ISegmenter
    {
        public string Name => "fixed";

        public IReadOnlyList<Detection> Segment(BgrImage image, CancellationToken cancellationToken) => seen;

        public void Dispose()
        {
        }
    }
}
