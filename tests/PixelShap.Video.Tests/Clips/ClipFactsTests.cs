using PixelShap.Video.Clips;

namespace PixelShap.Video.Tests.Clips;

public sealed class ClipFactsTests
{
    /// <summary>A single place without a speed is that of the whole clip, as phones write it; one with a speed was passed at its time.</summary>
    [Theory]
    [InlineData(null, 0, true)]
    [InlineData(null, 1e6, true)]
    [InlineData(8.0, 9.9, false)]
    [InlineData(8.0, 10, true)]
    [InlineData(8.0, 15, true)]
    [InlineData(8.0, 15.1, false)]
    public void The_only_fix_of_a_moving_car_holds_for_five_seconds(double? speed, double seconds, bool isKnown)
    {
        var facts = new ClipFacts { Fixes = [new GpsFix(10, 52.5, 13.4) { SpeedMetresPerSecond = speed }] };
        Assert.Equal(isKnown, facts.FixAt(seconds) is not null);
    }
}
