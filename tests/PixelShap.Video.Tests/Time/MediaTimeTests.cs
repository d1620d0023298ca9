using FsCheck;
using FsCheck.Fluent;
using PixelShap.Video.Time;

namespace PixelShap.Video.Tests.Time;

public sealed class MediaTimeTests
{
    private static readonly Rational Fine = new(1, 90_000), Coarse = new(1, 1000);

    [Theory]
    [InlineData(45, 1)]
    [InlineData(44, 0)]
    [InlineData(-45, -1)]
    [InlineData(-44, 0)]
    [InlineData(-135, -2)]
    [InlineData(-180, -2)]
    public void Ticks_are_rounded_to_the_nearest_and_halves_away_from_zero(long ticks, long expected) =>
        Assert.Equal(expected, new MediaTime(ticks, Fine).Rescale(Coarse).Ticks);

    /// <summary>An edit list begins before zero: such times are rounded as those behind it are.</summary>
    [Fact]
    public void Before_zero_is_the_mirror_image_of_after_it() => Prop.ForAll(
        Gen.Choose(0, 1_000_000).ToArbitrary(),
        ticks => new MediaTime(-ticks, Fine).Rescale(Coarse).Ticks == -new MediaTime(ticks, Fine).Rescale(Coarse).Ticks).QuickCheckThrowOnFailure();
}
