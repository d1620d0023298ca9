using PixelShap.Games;
using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Attribution.Tests.Claims;

public sealed class ClaimAttributionTests
{
    private static readonly string[] s_classes = ["car", "pedestrian", "bus", "cyclist"];

    /// <summary>Each claim hangs on one object by construction: it gets all of that claim's φ, from all answers and from 1.5 n + 1 of them.</summary>
    [Theory]
    [InlineData(16)]
    [InlineData(7)]
    public void A_claim_rests_on_the_object_that_it_is_said_of(int asked)
    {
        IReadOnlyList<Claim> claims = Claims(visible => string.Join(' ', Sentences(visible)), asked);
        Assert.Equal(4, claims.Count);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(i, Best(claims[i].Values));
            Assert.True(claims[i].Values[i] > 0.5, $"{claims[i].Text}: {string.Join(' ', claims[i].Values)}");
            Assert.All(Enumerable.Range(0, 4).Where(other => other != i), other => Assert.InRange(claims[i].Values[other], -0.15, 0.15));
            Assert.Equal(ClaimSupport.Supported, claims[i].Support);
        }
    }

    [Fact]
    public void A_claim_about_what_is_not_there_is_unseen_and_one_that_stays_without_it_is_unsupported()
    {
        IReadOnlyList<Claim> claims = Claims(visible => string.Join(' ', Sentences(visible).Append("A motorcycle waits at the kerb. A bus comes the other way. No train is near. Keep calm.")), 16);
        Assert.Equal(
            [("A motorcycle waits at the kerb", ClaimSupport.Unseen), ("A bus comes the other way", ClaimSupport.Unsupported), ("No train is near", ClaimSupport.Unchecked), ("Keep calm", ClaimSupport.Unchecked)],
            claims.Skip(4).Select(claim => (claim.Text, claim.Support)));
    }

    /// <summary>The car is red and the bus white: what is said of them is checked by what they look like.</summary>
    [Theory]
    [InlineData("A red car brakes", ClaimSupport.Supported, ClaimTopic.Colour)]
    [InlineData("The car ahead is red", ClaimSupport.Supported, ClaimTopic.Colour)]
    [InlineData("A car painted blue brakes", ClaimSupport.Unseen, ClaimTopic.Colour)]
    [InlineData("The car ahead is blue", ClaimSupport.Unseen, ClaimTopic.Colour)]
    [InlineData("The car brakes at the blue house", ClaimSupport.Supported, ClaimTopic.Thing)]
    [InlineData("A lorry brakes", ClaimSupport.Unseen, ClaimTopic.Thing)]
    [InlineData("Our car brakes", ClaimSupport.Unchecked, ClaimTopic.None)]
    [InlineData("A car brakes at the bus stop", ClaimSupport.Supported, ClaimTopic.Thing)]
    public void A_colour_is_checked_by_how_things_of_this_kind_look(string said, ClaimSupport support, ClaimTopic topic)
    {
        KeyframeAttribution keyframe = Keyframe(visible => (visible & 1) != 0 ? said + "." : "Nothing.", 16) with
        {
            Looks = [new ObjectLook(1, PaintColours.Red, LampColour.Unknown), new ObjectLook(3, PaintColours.White, LampColour.Unknown)],
        };
        Claim claim = Assert.Single(ClaimAttribution.Of(keyframe, player => [player.ClassName]));
        Assert.Equal((support, topic), (claim.Support, claim.Topic));
    }

    /// <summary>The second player is a traffic light that shows red.</summary>
    [Theory]
    [InlineData("The light is red", LampColour.Red, ClaimSupport.Supported, ClaimTopic.Light)]
    [InlineData("The traffic light shows green", LampColour.Red, ClaimSupport.Unseen, ClaimTopic.Light)]
    [InlineData("A green light is ahead", LampColour.Red, ClaimSupport.Unseen, ClaimTopic.Light)]
    [InlineData("The traffic light shows green", LampColour.Unknown, ClaimSupport.Supported, ClaimTopic.Light)]
    [InlineData("The brake lights are red", LampColour.Green, ClaimSupport.Unchecked, ClaimTopic.None)]
    [InlineData("A light rain falls", LampColour.Green, ClaimSupport.Unchecked, ClaimTopic.None)]
    public void The_state_of_a_light_is_checked_by_the_lamp_that_is_lit(string said, LampColour lamp, ClaimSupport support, ClaimTopic topic)
    {
        KeyframeAttribution keyframe = Keyframe(visible => (visible & 2) != 0 ? said + "." : "Nothing.", 16) with { Looks = [new ObjectLook(2, PaintColours.None, lamp)] };
        Claim claim = Assert.Single(ClaimAttribution.Of(keyframe, player => [player.TrackIds[0] == 2 ? "traffic light" : player.ClassName]));
        Assert.Equal((support, topic), (claim.Support, claim.Topic));
    }

    /// <summary>"A red car" is said while the bus is in view: the red car that is there has nothing to do with it, whichever coalitions were asked.</summary>
    [Theory]
    [InlineData(16)]
    [InlineData(7)]
    public void A_claim_that_hangs_on_something_else_is_unsupported(int asked)
    {
        KeyframeAttribution keyframe = Keyframe(visible => (visible & 4) != 0 ? "A red car brakes." : "Nothing.", asked) with { Looks = [new ObjectLook(1, PaintColours.Red, LampColour.Unknown)] };
        Assert.Equal(ClaimSupport.Unsupported, Assert.Single(ClaimAttribution.Of(keyframe, player => [player.ClassName])).Support);
    }

    /// <summary>Another class of thing, colour or place makes another claim, however alike the words are.</summary>
    [Theory]
    [InlineData("A car can be seen ahead.", "A bus can be seen ahead.")]
    [InlineData("A red car can be seen ahead.", "A white car can be seen ahead.")]
    [InlineData("A car can be seen ahead.", "A car can be seen on the left.")]
    public void A_claim_does_not_stay_in_a_claim_about_something_else(string said, string otherwise) =>
        Assert.InRange(Assert.Single(ClaimAttribution.Of(Keyframe(visible => (visible & 1) != 0 ? said : otherwise, 16), player => [player.ClassName])).EmptyValue, 0, 0.35);

    [Fact]
    public void A_carried_keyframe_and_an_empty_answer_have_no_claims()
    {
        Assert.Empty(ClaimAttribution.Of(Keyframe(_ => "A car.", 16) with { IsCarried = true }, _ => []));
        Assert.Empty(Claims(_ => "", 16));
    }

    private static IEnumerable<string> Sentences(ulong visible) =>
        ((string[])["A red car brakes hard.", "The pedestrian steps onto the road.", "Behind us a bus turns left.", "One cyclist rides there."]).Where((_, i) => (visible >> i & 1) != 0);

    private static int Best(IReadOnlyList<double> values) => Enumerable.Range(0, values.Count).MaxBy(i => values[i]);

    private static IReadOnlyList<Claim> Claims(Func<ulong, string> answer, int asked) => ClaimAttribution.Of(Keyframe(answer, asked), player => [player.ClassName]);

    /// <summary>A keyframe of four players: all coalitions, or leave-one-out, none, and some pairs.</summary>
    private static KeyframeAttribution Keyframe(Func<ulong, string> answer, int asked)
    {
        ulong[] visible = asked == 16 ? [.. Enumerable.Range(0, 15).Select(bits => (ulong)bits)] : [14, 13, 11, 7, 0, 3, 12];
        return new KeyframeAttribution
        {
            Prompt = "What?",
            Model = "m",
            Answer = answer(Coalition.Full(4).Bits),
            Players = [.. s_classes.Select((name, i) => new PlayerValue([i + 1], name, 0, 0))],
            Estimator = "bayes",
            Calls = visible.Length,
            EmptyValue = 0,
            FullValue = 1,
            EfficiencyGap = 0,
            Coalitions = [.. visible.Select(bits => new CoalitionAnswer(bits, 0, answer(bits)))],
        };
    }
}
