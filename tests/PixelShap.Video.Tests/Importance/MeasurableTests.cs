using PixelShap.Video.Importance;

namespace PixelShap.Video.Tests.Importance;

public sealed class MeasurableTests
{
    /// <summary>90 % of a normal distribution lie within 1.645 standard deviations.</summary>
    [Theory]
    [InlineData(0.17, 0.1, true)]
    [InlineData(0.16, 0.1, false)]
    [InlineData(-0.17, 0.1, true)]
    [InlineData(0.019, 0, false)]
    [InlineData(0.021, 0, true)]
    [InlineData(0.3, double.NaN, true)]
    public void What_has_zero_in_its_interval_or_is_tiny_cannot_be_told_from_nothing(double value, double error, bool expected) => Assert.Equal(expected, Measurable.IsMeasurable(value, error));
}
