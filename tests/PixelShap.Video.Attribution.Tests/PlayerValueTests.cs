namespace PixelShap.Video.Attribution.Tests;

public sealed class PlayerValueTests
{
    [Fact]
    public void What_a_keyframe_measured_itself_is_smoothed_and_not_what_it_was_expected_to_be()
    {
        var player = new PlayerValue([7], "car", 0.5, 0.01);
        Assert.Equal((0.5, 0.01), player.Own);
        Assert.Equal((0.1, 0.2), (player with { ColdValue = 0.1, ColdStandardError = 0.2 }).Own);
        Assert.Equal((0.5, 0.01), (player with { ColdValue = 0.1 }).Own);
    }
}
