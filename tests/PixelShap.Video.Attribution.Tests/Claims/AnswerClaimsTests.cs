using PixelShap.Video.Attribution.Claims;

namespace PixelShap.Video.Attribution.Tests.Claims;

public sealed class AnswerClaimsTests
{
    [Theory]
    [InlineData("A car brakes ahead. Slow down!", "A car brakes ahead", "Slow down")]
    [InlineData("I see a red car and a pedestrian on the left.", "I see a red car", "a pedestrian on the left")]
    [InlineData("Stop because the light is red, and wait there.", "Stop because the light is red", "wait there")]
    [InlineData("Slow down now because a child runs.", "Slow down now", "a child runs")]
    [InlineData("- a red car\n- a blue van\n", "a red car", "a blue van")]
    [InlineData("1. A red car is near.\n2. A dog runs.", "A red car is near", "A dog runs")]
    [InlineData("**Danger**: the bus is 1.5 m away; brake hard", "Danger**: the bus is 1.5 m away", "brake hard")]
    [InlineData("Bread and butter", "Bread and butter")]
    [InlineData("前方有行人。请减速。", "前方有行人", "请减速")]
    [InlineData("", new string[0])]
    [InlineData(" … ", new string[0])]
    public void An_answer_falls_into_what_it_says_one_by_one(string answer, params string[] claims)
    {
        IReadOnlyList<AnswerPart> found = AnswerClaims.Of(answer);
        Assert.Equal(claims, found.Select(part => part.Text));
        Assert.All(found, part => Assert.Equal(part.Text, answer.Substring(part.Start, part.Text.Length)));
    }

    /// <summary>Whatever is said: claims come in their order, do not overlap, and leave out joining words and marks alone.</summary>
    [Fact]
    public void Claims_of_any_text_stand_in_it_one_after_the_other()
    {
        string[] pieces = ["car", "a", " ", ", ", ". ", " and ", " because ", "\n", "2.", "- ", "!", "…", "é", ";", "so ", "und "];
        var random = new Random(5);
        for (int i = 0; i < 3000; i++)
        {
            string answer = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => pieces[random.Next(pieces.Length)]));
            int end = 0;
            foreach (AnswerPart part in AnswerClaims.Of(answer))
            {
                Assert.True(part.Start >= end, answer);
                Assert.Equal(part.Text, answer.Substring(part.Start, part.Text.Length));
                Assert.True(char.IsLetterOrDigit(part.Text[0]) && char.IsLetterOrDigit(part.Text[^1]), answer);
                end = part.Start + part.Text.Length;
            }
        }
    }
}
