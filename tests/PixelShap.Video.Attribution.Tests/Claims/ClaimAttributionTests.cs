using PixelShap.Games;
using PixelShap.Video.Attribution.Claims;

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
