using PixelShap.Video.Importance;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Layout;

namespace PixelShap.Video.Rendering.Tests;

public sealed class ImportanceColoursTests
{
    // Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
    private static readonly Dictionary<string, double[]> s_blindness = new()
    {
        ["none"] = [1, 0, 0, 0, 1, 0, 0, 0, 1],
        ["protanopia"] = [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        ["deuteranopia"] = [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        ["tritanopia"] = [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    };

    private readonly ImportanceColours _colours = new(0.5);

    [Theory]
    [InlineData("none")]
    [InlineData("protanopia")]
    [InlineData("deuteranopia")]
    [InlineData("tritanopia")]
    public void Lightness_rises_with_the_amount_for_every_eye(string eye)
    {
        foreach (int sign in (int[])[1, -1])
        {
            double[] lightness = [.. Enumerable.Range(0, 21).Select(i => Lab(_colours.Colour(sign * Math.Max(1e-9, i * 0.025)), eye)[0])];
            Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.True(pair.Second > pair.First, $"{eye} {sign}: {pair}"));
            Assert.True(lightness[^1] - lightness[0] > 25, $"{eye} {sign}: {lightness[^1] - lightness[0]:F1}");
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("protanopia")]
    [InlineData("deuteranopia")]
    [InlineData("tritanopia")]
    public void For_and_against_are_told_apart_by_every_eye(string eye)
    {
        foreach (double importance in (double[])[0.1, 0.2, 0.3, 0.4, 0.5])
        {
            double[] a = Lab(_colours.Colour(importance), eye), b = Lab(_colours.Colour(-importance), eye);
            double difference = Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
            Assert.True(difference > 30, $"{eye} at {importance}: {difference:F1}");
        }
    }

    [Fact]
    public void Nothing_is_tinted_at_zero_and_the_tint_grows_with_the_amount()
    {
        Assert.Equal(0, _colours.Opacity(0));
        double[] opacity = [.. Enumerable.Range(0, 101).Select(i => _colours.Opacity(i * 0.005))];
        Assert.All(opacity.Zip(opacity.Skip(1)), pair => Assert.True(pair.Second > pair.First));
        Assert.Equal(_colours.Opacity(0.5), _colours.Opacity(7));
        Assert.Equal(_colours.Opacity(0.2), _colours.Opacity(-0.2));
    }

    [Theory]
    [InlineData(0.001, 0.05)]
    [InlineData(0.31, 0.4)]
    [InlineData(0.3, 0.3)]
    [InlineData(1, 1)]
    [InlineData(1.2, 2)]
    [InlineData(31, 50)]
    public void The_range_is_a_round_number_not_below_the_largest(double largest, double range) =>
        Assert.Equal(range, ImportanceColours.RoundRange(largest), 12);

    [Theory]
    [InlineData(0.234, SampleKind.Observed, "23 %")]
    [InlineData(-0.117, SampleKind.Interpolated, "−12 %")]
    [InlineData(-0.004, SampleKind.Extrapolated, "0 %")]
    [InlineData(0.5, SampleKind.None, "")]
    [InlineData(double.NaN, SampleKind.Observed, "")]
    public void Importance_is_written_in_percent_of_the_answer(double mean, SampleKind kind, string text) =>
        Assert.Equal(text, ImportanceColours.Format(new ImportanceSample(mean, 0, kind)));

    [Fact]
    public void Text_stands_out_from_its_ground()
    {
        SceneTheme theme = SceneTheme.Dark;
        Assert.True(theme.Text.ContrastWith(theme.Background) > 12);
        Assert.True(theme.MutedText.ContrastWith(theme.Background) > 6);
        Assert.True(theme.MutedText.ContrastWith(theme.Plot) > 6);
        Assert.Equal(21, new Rgb(255, 255, 255).ContrastWith(new Rgb(0, 0, 0)), 6);
    }

    /// <summary>CIE L*a*b* (D65) of a colour as the eye sees it.</summary>
    private static double[] Lab(Rgb colour, string eye)
    {
        double[] linear = [Rgb.Linear(colour.Red), Rgb.Linear(colour.Green), Rgb.Linear(colour.Blue)];
        double[] m = s_blindness[eye];
        double[] seen = [.. m.Chunk(3).Select(row => Math.Clamp(row.Zip(linear, (weight, value) => weight * value).Sum(), 0, 1))];
        double x = ((0.4124 * seen[0]) + (0.3576 * seen[1]) + (0.1805 * seen[2])) / 0.95047;
        double y = (0.2126 * seen[0]) + (0.7152 * seen[1]) + (0.0722 * seen[2]);
        double z = ((0.0193 * seen[0]) + (0.1192 * seen[1]) + (0.9505 * seen[2])) / 1.08883;
        return [(116 * F(y)) - 16, 500 * (F(x) - F(y)), 200 * (F(y) - F(z))];

        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : (7.787 * t) + (16.0 / 116);
    }
}
