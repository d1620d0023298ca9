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
        Assert.StartsWith("I see a black car very close ahead", answer, StringComparison.Ordinal);
        Assert.Contains("pedestrian", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Different_prompts_get_different_answers()
    {
        Detection[] scene = [Car(left: 300, height: 100), Person(left: 30, height: 110)];
        string people = await AskAsync("Are there any pedestrians?", scene), vehicles = await AskAsync("Which vehicles are near?", scene);
        Assert.DoesNotContain("car", people, StringComparison.Ordinal);
        Assert.DoesNotContain("pedestrian", vehicles, StringComparison.Ordinal);
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
        string answer = await AskAsync("How many cars are there?", Car(500, 40), Car(540, 40), Car(560, 41) with { Score = 0.2f });
        Assert.Contains("two cars", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_road_is_said_to_be_empty() =>
        Assert.Equal("I see no road user.", await AskAsync("What should I do?"));

    /// <summary>A stand-in is no driving instructor, and what it does not see may be there.</summary>
    [Theory]
    [InlineData("Which road users matter most right now, and what should I do?")]
    [InlineData("Why does the car have to brake?")]
    [InlineData("Is there any danger ahead?")]
    [InlineData("What should I do about pedestrians?")]
    [InlineData("Which vehicle is too close in front?")]
    public async Task It_never_advises_and_never_says_that_all_is_well(string prompt)
    {
        Detection[][] scenes = [[], [Car(300, 120)], [Car(300, 40)], [Person(310, 90)], [Person(560, 40)], [Vehicle("traffic sign", 500, 20, 20)], [Person(310, 60) with { Score = 0.3f }]];
        foreach (Detection[] scene in scenes)
        {
            string answer = await AskAsync(prompt, scene);
            Assert.DoesNotMatch("(?i)keep|slow down|be ready|brake now|watch|heed|wait|stay|alert|clear|safe|no danger|no reason", answer);
        }
    }

    [Fact]
    public async Task Of_whom_it_is_not_sure_it_says_perhaps() =>
        Assert.StartsWith("I see perhaps a pedestrian", await AskAsync("What matters?", Person(310, 60) with { Score = 0.3f }), StringComparison.Ordinal);

    [Fact]
    public async Task Who_is_in_the_way_is_the_reason_to_brake_and_who_is_beside_the_road_is_none()
    {
        Detection pavement = Person(left: 560, height: 40), parked = Car(left: 480, height: 100);
        string clear = await AskAsync("Why does the car have to brake?", pavement, parked);
        string blocked = await AskAsync("Why does the car have to brake?", pavement, parked, Person(left: 310, height: 40), Car(left: 290, height: 60));
        Assert.Equal("I see nothing in our way that I know.", clear);
        Assert.Contains("pedestrian", blocked, StringComparison.Ordinal);
        Assert.DoesNotContain("car", blocked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_the_other_way_is_in_the_lane_to_the_left_and_not_parked_beyond_it()
    {
        // 3.5 m and 6.5 m left of the middle, both 20 pixels high and thus about 40 m away; and one ahead in the own lane.
        Detection oncoming = Vehicle("bus", 320 - 47 - 12, 20 * 3.1f / 1.5f, 24), parked = Vehicle("car", 320 - 87 - 12, 20, 24), ahead = Vehicle("truck", 300, 60, 40);
        Assert.StartsWith("A black bus is coming the other way", await AskAsync("What is coming the other way?", parked, oncoming, ahead), StringComparison.Ordinal);
        Assert.Equal("I see nothing coming the other way.", await AskAsync("What is coming the other way?", parked, ahead));
    }

    [Fact]
    public async Task A_red_light_is_the_reason_to_stop_and_its_colour_is_read_from_its_pixels()
    {
        var image = new BgrImage(new byte[640 * 360 * 3], 640, 360, 640 * 3);
        var light = new Detection(9, "traffic light", 0.9f, new BoundingBox(330, 60, 340, 90), null);
        Assert.Contains("cannot tell its colour", await AskAboutAsync(image, "What colour is the traffic light?", light), StringComparison.Ordinal);
        Paint(image, 332, 62, 6, (30, 30, 240));
        Assert.Equal("The traffic light ahead is red.", await AskAboutAsync(image, "What colour is the traffic light?", light));
        Assert.Contains("red", await AskAboutAsync(image, "Why does the car have to stop?", light, Person(left: 310, height: 90)), StringComparison.Ordinal);
        Paint(image, 332, 62, 6, (110, 230, 20));
        Assert.Equal("The traffic light ahead is green.", await AskAboutAsync(image, "What colour is the traffic light?", light));
        Assert.Contains("pedestrian", await AskAboutAsync(image, "Why does the car have to stop?", light, Person(left: 310, height: 90)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_on_a_bicycle_is_one_cyclist_for_either_kind_of_model()
    {
        Detection rider = new(0, "person", 0.9f, new BoundingBox(300, 150, 330, 210), null), cycle = new(1, "bicycle", 0.8f, new BoundingBox(305, 180, 325, 230), null);
        Assert.StartsWith("Yes: a cyclist in black", await AskAsync("Is a cyclist moving into our lane?", rider, cycle), StringComparison.Ordinal);
        Assert.StartsWith("Yes: a cyclist in black", await AskAsync("Is a cyclist moving into our lane?", rider with { ClassName = "cyclist" }), StringComparison.Ordinal);
        Assert.StartsWith("I see no bicycle, but a pedestrian", await AskAsync("Is a cyclist moving into our lane?", rider), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_vehicles_that_cross_from_the_left_the_first_has_come_farthest()
    {
        Detection[] scene = [Vehicle("car", 100, 30, 90), Vehicle("car", 250, 30, 90), Vehicle("bus", 400, 60, 200), Car(300, 40)];
        Assert.Contains("ahead", await AskAsync("Which car crosses from the left first?", scene), StringComparison.Ordinal);
        Assert.StartsWith("A black bus is crossing", await AskAsync("Which large vehicle crosses ahead?", scene), StringComparison.Ordinal);
        Assert.Equal("I see no car that crosses.", await AskAsync("Which car crosses from the left first?", scene[2..]));
    }

    [Fact]
    public async Task The_names_of_road_models_are_understood()
    {
        Assert.Contains("traffic sign", await AskAsync("What is the speed limit here?", Vehicle("traffic sign", 500, 20, 20) with { Box = new BoundingBox(500, 120, 520, 140) }), StringComparison.Ordinal);
        Assert.Contains("pedestrian", await AskAsync("Is someone on the road?", Person(310, 60) with { ClassName = "pedestrian" }), StringComparison.Ordinal);
        Assert.Contains("truck", await AskAsync("Why does the cyclist leave the side of the road?", Vehicle("truck", 341, 60, 50), Vehicle("cone", 350, 20, 12)), StringComparison.Ordinal);
        Assert.Contains("cone", await AskAsync("Why does the cyclist leave the side of the road?", Vehicle("cone", 350, 20, 12)), StringComparison.Ordinal);
    }

    private static Detection Vehicle(string name, float left, float height, float width) => new(0, name, 0.9f, new BoundingBox(left, 200, left + width, 200 + height), null);

    private static void Paint(BgrImage image, int x, int y, int size, (byte B, byte G, byte R) colour)
    {
        for (int row = y; row < y + size; row++)
        {
            for (int column = x; column < x + size; column++)
            {
                Span<byte> pixel = image.Row(row).Slice(3 * column, 3);
                (pixel[0], pixel[1], pixel[2]) = colour;
            }
        }
    }

    private static Detection Car(float left, float height) => new(2, "car", 0.9f, new BoundingBox(left, 200, left + height, 200 + height), null);

    private static Detection Person(float left, float height) => new(0, "person", 0.9f, new BoundingBox(left, 200, left + (height / 3), 200 + height), null);

    private static Task<string> AskAsync(string prompt, params Detection[] seen) => AskAboutAsync(Image, prompt, seen);

    private static async Task<string> AskAboutAsync(BgrImage image, string prompt, params Detection[] seen)
    {
        using var segmenter = new FixedSegmenter(seen);
        await using var narrator = new Narrator(segmenter);
        return (await narrator.AskAsync(new Question(image, prompt), CancellationToken.None)).Text;
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
