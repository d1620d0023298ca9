using PixelShap.Video.Clips;
using PixelShap.Video.Rendering.Reviews;

namespace PixelShap.Video.Rendering.Tests;

public sealed class FactTextsTests
{
    private const string Place = "33.92450° S 18.42410° E";

    /// <summary>Cameras that note their place seldom: it holds for the title when it is no older than the excerpt is long, and for a moment for five seconds.</summary>
    [Theory]
    [InlineData(8, 20, true)]
    [InlineData(8, 15, false)]
    [InlineData(2, 5, true)]
    public void The_title_names_the_last_place_that_is_not_older_than_the_excerpt_is_long(double from, double to, bool isNamed)
    {
        var options = new ReviewOptions { ClipName = "drive.mp4", Clip = new ClipFacts { Fixes = [new GpsFix(0, -33.9245, 18.4241), new GpsFix(60, -33.9, 18.4)] } };
        IEnumerable<string> texts = FactTexts.Of(options, new ReviewPlan([new ReviewPiece(from, to, [], null)]));
        Assert.Equal(isNamed, texts.Contains(Place));
    }

    [Fact]
    public void Of_a_moment_the_place_is_at_most_five_seconds_old()
    {
        var clip = new ClipFacts { Fixes = [new GpsFix(0, -33.9245, 18.4241) { SpeedMetresPerSecond = 10 }] };
        Assert.Equal(["36 km/h", Place], FactTexts.At(clip, 5));
        Assert.Empty(FactTexts.At(clip, 5.1));
    }
}
