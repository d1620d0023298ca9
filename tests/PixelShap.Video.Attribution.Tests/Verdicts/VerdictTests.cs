using PixelShap.Interactions;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Attribution.Verdicts;

namespace PixelShap.Video.Attribution.Tests.Verdicts;

/// <summary>What an answer rests on is known by construction: models that answer by what they see, by a rule.</summary>
public sealed class VerdictTests
{
    private const string Free = "Nothing is in the way, go on.";

    private static readonly NamedPrompt s_prompt = new(NamedPrompt.DefaultName, PromptTemplate.Parse("What do you see?"));

    public static TheoryData<string, VerdictKind, int[]> Rules => new()
    {
        { "one car", VerdictKind.Objects, [1] },
        { "two cars together", VerdictKind.Objects, [0, 2] },
        { "either car", VerdictKind.Alternatives, [0, 2] },
        { "patch", VerdictKind.Region, [] },
        { "road", VerdictKind.Scene, [] },
        { "road or car", VerdictKind.Alternatives, [] },
        { "always", VerdictKind.Wording, [] },
        { "list", VerdictKind.Objects, [0, 1, 2] },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_verdict_names_what_the_answer_rests_on_within_two_calls_per_player_and_eight(string rule, VerdictKind kind, int[] players)
    {
        var model = new SeeingModel(RuleOf(rule));
        KeyframeAttribution found = (await AttributeAsync(model, new AttributionConfiguration()))[0];
        Assert.Equal(kind, found.Verdict.Kind);
        Assert.Equal(players, found.Verdict.Players.Order());
        Assert.False(found.Verdict.ReactsToPatch);
        Assert.InRange(found.Calls + found.ControlCalls, 1, (2 * 3) + 8);
        Assert.Equal(model.Asked, 1 + found.Calls + found.ControlCalls);
    }

    [Theory]
    [InlineData("two cars together", PairKind.Together)]
    [InlineData("either car", PairKind.Either)]
    public async Task Two_cars_that_act_together_are_named_by_how_they_do_within_three_calls_per_player(string rule, PairKind kind)
    {
        KeyframeAttribution found = (await AttributeAsync(new SeeingModel(RuleOf(rule)), new AttributionConfiguration { OverTime = false, Controls = Controls.Never, Pairs = PairAsking.Ask }))[0];
        PairInteraction pair = Assert.Single(found.Verdict.Pairs);
        Assert.Equal((0, 2, kind), (pair.First, pair.Second, pair.Kind));
        Assert.InRange(found.Calls + found.ControlCalls, 1, 3 * 3);
        Assert.Equal(kind == PairKind.Together, found.Verdict.Sentence.EndsWith("Car 1 and car 3 count only together.", StringComparison.Ordinal));

        // What was asked about the pair tells that both count alike.
        Assert.Equal(found.Players[0].Value, found.Players[2].Value, 1);
        Assert.Empty((await AttributeAsync(new SeeingModel(RuleOf(rule)), new AttributionConfiguration { OverTime = false, Pairs = PairAsking.Never }))[0].Pairs);
    }

    [Fact]
    public async Task The_region_is_the_patch_and_has_its_place_its_words_and_the_answer_without_it()
    {
        KeyframeAttribution[] found = await AttributeAsync(new SeeingModel(RuleOf("patch")), new AttributionConfiguration { OverTime = false }, keyframes: 2);
        SceneRegion region = Assert.Single(found[0].Verdict.Regions);
        Assert.True(region.Mask.HasSamePixels(Street.Patch));
        Assert.Equal(("upper right", Free), (region.Place, region.Answer));
        Assert.Equal(["purple", "glow", "hangs"], region.Words);
        Assert.Contains("region 1 (upper right, “purple glow hangs”)", found[0].Verdict.Sentence, StringComparison.Ordinal);

        // The same region has the same number, and is asked about first.
        Assert.Equal(1, Assert.Single(found[1].Verdict.Regions).Id);
        Assert.Equal(1, found[1].Search!.Calls);
        Assert.True(found[0].Search!.Calls > 1);
    }

    /// <summary>φ of the objects and of the scene are together what hiding everything changes.</summary>
    [Theory]
    [InlineData("patch")]
    [InlineData("road")]
    [InlineData("one car")]
    public async Task All_values_add_up_to_what_hiding_everything_changes(string rule)
    {
        KeyframeAttribution found = (await AttributeAsync(new SeeingModel(RuleOf(rule)), new AttributionConfiguration { Estimator = "exact", Budget = "7", Controls = Controls.Always }))[0];
        double blank = found.Controls.Single(control => control.Control.Kind == ControlKind.Blank).Value;
        Assert.Equal(found.FullValue - blank, found.Players.Sum(player => player.Value) + found.SceneValue, 9);
    }

    /// <summary>Twenty keyframes, as a service at a high temperature would answer them.</summary>
    [Fact]
    public async Task A_model_that_does_not_repeat_itself_is_found_out_at_nineteen_of_twenty_keyframes()
    {
        string[] answers = ["A red car crosses.", "Nobody is there.", "The light turns green.", "It rains on the road.", "Two people wait."];
        var random = new Random(3);
        KeyframeAttribution[] found = await AttributeAsync(new SeeingModel(_ => answers[random.Next(answers.Length)]), new AttributionConfiguration { Carry = false }, keyframes: 20);
        int right = found.Count(keyframe => keyframe.Verdict.Kind == VerdictKind.Unrepeatable);
        Assert.True(right >= 19, string.Join('\n', found.Select(keyframe => $"{keyframe.Verdict.Kind}: coalitions {string.Join(' ', keyframe.Coalitions.Select(coalition => coalition.Value.ToString("0.0")))}, controls {string.Join(' ', keyframe.Controls.Select(control => $"{control.Control.Kind} {control.Value:0.0}"))}")));
    }

    [Fact]
    public async Task A_model_that_answers_to_the_patch_and_not_to_what_is_gone_is_found_out()
    {
        KeyframeAttribution found = (await AttributeAsync(new SeeingModel(image => Street.HasBlack(image) ? "I see a black box." : "A car stands there."), new AttributionConfiguration(), cars: 1))[0];
        Assert.Equal(VerdictKind.Objects, found.Verdict.Kind);
        Assert.True(found.Verdict.ReactsToPatch);
        Assert.Contains("with another fill the answer stays", found.Verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_controls_nothing_is_asked_and_the_verdict_says_what_the_coalitions_tell()
    {
        var model = new SeeingModel(RuleOf("patch"));
        KeyframeAttribution found = (await AttributeAsync(model, new AttributionConfiguration { Controls = Controls.Never }))[0];
        Assert.Equal(VerdictKind.Nothing, found.Verdict.Kind);
        Assert.Equal((0, 1 + found.Calls), (found.ControlCalls, model.Asked));
        Assert.Equal(VerdictKind.Objects, (await AttributeAsync(new SeeingModel(RuleOf("one car")), new AttributionConfiguration { Controls = Controls.Never }))[0].Verdict.Kind);
    }

    [Fact]
    public async Task A_picture_without_objects_rests_on_its_scene()
    {
        KeyframeAttribution found = (await AttributeAsync(new SeeingModel(RuleOf("patch")), new AttributionConfiguration(), cars: 0))[0];
        Assert.Equal(VerdictKind.Region, found.Verdict.Kind);
    }

    /// <summary>Hardly anything has changed: nothing is asked, and the verdict is that of the keyframe before.</summary>
    [Fact]
    public async Task A_carried_keyframe_has_the_verdict_of_the_one_before()
    {
        KeyframeAttribution[] found = await AttributeAsync(new SeeingModel(RuleOf("patch")), new AttributionConfiguration(), keyframes: 2);
        Assert.True(found[1].IsCarried);
        Assert.Equal((VerdictKind.Region, found[0].Verdict.Sentence, 0), (found[1].Verdict.Kind, found[1].Verdict.Sentence, found[1].ControlCalls));
    }

    /// <summary>A model that repeats itself is asked again at the first keyframes alone, also by a run that goes on.</summary>
    [Fact]
    public async Task Repeats_are_bought_until_the_model_is_trusted_and_not_again_after_resuming()
    {
        var configuration = new AttributionConfiguration { Carry = false, OverTime = false };
        KeyframeAttribution[] found = await AttributeAsync(new SeeingModel(RuleOf("one car")), configuration, keyframes: 5);
        Assert.Equal([2, 2, 2, 0, 0], found.Select(RepeatsOf));
        KeyframeAttribution[] resumed = await AttributeAsync(new SeeingModel(RuleOf("one car")), configuration, keyframes: 5, known: found[..3]);
        Assert.Equal([0, 0], resumed.Select(RepeatsOf));

        static int RepeatsOf(KeyframeAttribution keyframe) => keyframe.Controls.Count(control => control.Control.Kind == ControlKind.Repeat);
    }

    private static Func<BgrImage, string> RuleOf(string name) => name switch
    {
        "one car" => image => Street.HasCar(image, 1) ? "A car is close, brake." : Free,
        "two cars together" => image => Street.HasCar(image, 0) && Street.HasCar(image, 2) ? "Cars stand on both sides." : Free,
        "either car" => image => Street.HasCar(image, 0) || Street.HasCar(image, 2) ? "A car stands beside the road." : Free,
        "patch" => image => Street.HasPatch(image) ? "A purple glow hangs over us." : Free,
        "road" => image => Street.HasRoad(image) ? "A grey road without any markings." : "Only darkness.",
        "road or car" => image => Street.HasRoad(image) || Street.HasCar(image, 1) ? "A street." : "Only darkness.",
        "list" => image => string.Join(", ", Enumerable.Range(0, 3).Where(car => Street.HasCar(image, car)).Select(car => (string[])["first", "second", "third"] is var names ? $"{names[car]} vehicle" : "")),
        _ => _ => Free,
    };

    /// <summary>Values keyframes of the same street, one second apart, after some that an earlier part of the run has valued.</summary>
    private static async Task<KeyframeAttribution[]> AttributeAsync(
        SeeingModel model, AttributionConfiguration configuration, int keyframes = 1, int cars = 3, IReadOnlyList<KeyframeAttribution>? known = null)
    {
        using var questions = new QuestionQueue(model, new AnswerMemory((_, _, _) => ValueTask.CompletedTask), 1);
        var attributor = new KeyframeAttributor(configuration, [s_prompt], 1, questions, ColourFill.Black, new TfIdfSimilarity(), new Street());
        var found = new List<KeyframeAttribution>();
        for (int i = 0; i < keyframes; i++)
        {
            // The light changes a little: no picture is asked about twice.
            ObservedFrame frame = Street.Frame(i, cars);
            frame.Image.Pixels.Span[0] = (byte)i;
            using KeyframeScene scene = attributor.SceneOf(frame);
            if (i < known?.Count)
            {
                attributor.Recall(scene, s_prompt, known[i]);
            }
            else
            {
                found.Add(await attributor.AttributeAsync(scene, s_prompt, null, CancellationToken.None));
            }
        }

        return [.. found];
    }
}
